"""What is done with cards: one file per verb."""
