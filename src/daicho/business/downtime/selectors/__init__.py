"""What is read of paper sets."""
