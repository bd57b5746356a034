"""What may be done with applications, lists and requests to be left out: one file per verb."""
