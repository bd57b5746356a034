"""Rules of the connector; plain Python."""
