"""What the counter does with the 市町村CS: one file per verb."""
