"""Rules of statistics in plain Python: ages, tables, what is hidden, and the layout of each table."""
