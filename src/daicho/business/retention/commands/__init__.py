"""What is done with plans and holds: one file per verb."""
