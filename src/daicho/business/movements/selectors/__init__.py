"""What may be read of movements."""
