"""Rules of surveys; plain Python."""
