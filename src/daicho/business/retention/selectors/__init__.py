"""What is read of retention."""
