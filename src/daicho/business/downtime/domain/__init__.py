"""Rules of downtime; plain Python."""
