"""What may be done with accounts, duties and terminals; one file per verb."""
