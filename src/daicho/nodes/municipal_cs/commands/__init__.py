"""What is done at the CS: one file per verb."""
