"""Rules of the CS; plain Python."""
