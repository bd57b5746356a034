"""What is read of inspection and rosters."""
