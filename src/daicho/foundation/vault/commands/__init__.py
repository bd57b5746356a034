"""What may be done with numbers: keep, draw, find, reveal."""
