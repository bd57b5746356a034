"""Rules of inspection and rosters; plain Python."""
