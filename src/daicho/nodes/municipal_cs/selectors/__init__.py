"""What is read at the CS."""
