"""What may be read of protection."""
