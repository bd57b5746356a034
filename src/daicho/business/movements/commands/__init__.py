"""What may be done with a case: one file per verb."""
