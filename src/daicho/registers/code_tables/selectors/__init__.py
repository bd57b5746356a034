"""What may be read from the code tables; nothing in them is personal."""
