"""What is read from the trail, and how it is proved."""
