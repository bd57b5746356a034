"""Rules of the desks; plain Python."""
