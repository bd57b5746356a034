"""Rules of retention; plain Python."""
