"""Rules of cash; plain Python."""
