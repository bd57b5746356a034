"""What may be done with a survey: one file per verb."""
