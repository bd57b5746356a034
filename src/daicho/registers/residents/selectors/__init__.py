"""What may be read from the register."""
