"""What may be read of the system log."""
