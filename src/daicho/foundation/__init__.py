"""What every part needs and no municipal business is in: trail, outbox, staff, vault, documents, screens."""
