"""What may be read of certificates."""
