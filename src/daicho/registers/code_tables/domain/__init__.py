"""The tables, their columns and their rules, in plain Python."""
