"""Rules of reconciling: plain Python."""
