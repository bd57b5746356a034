"""What the counter reads of it."""
