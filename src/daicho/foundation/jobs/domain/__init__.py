"""Rules of jobs; plain Python."""
