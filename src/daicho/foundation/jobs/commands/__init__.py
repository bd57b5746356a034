"""What may be done with jobs: one file per verb."""
