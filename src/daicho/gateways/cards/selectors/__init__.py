"""What is read of cards."""
