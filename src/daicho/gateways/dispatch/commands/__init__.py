"""What is done with 送付先情報: one file per verb."""
