"""What is counted, each table in one act with one entry."""
