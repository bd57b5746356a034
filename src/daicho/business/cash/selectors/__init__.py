"""What is read of fees and drawers."""
