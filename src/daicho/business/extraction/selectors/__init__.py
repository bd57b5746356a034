"""What is read for extractions, and of them."""
