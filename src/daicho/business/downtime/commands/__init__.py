"""What is done with paper sets and their numbers: one file per verb."""
