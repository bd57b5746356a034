"""What is done with fees and drawers: one file per verb."""
