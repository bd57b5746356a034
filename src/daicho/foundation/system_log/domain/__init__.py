"""What a line of the system log is; plain Python."""
