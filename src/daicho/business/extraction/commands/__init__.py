"""What may be done with extractions: one file per verb."""
