"""What is done with 附票 and notices: one file per verb."""
