"""What may be asked about the staff."""
