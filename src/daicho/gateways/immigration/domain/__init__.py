"""Rules of the line to the agency; plain Python."""
