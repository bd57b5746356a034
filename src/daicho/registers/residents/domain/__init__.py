"""Rules of the register in plain Python: particulars, relationships, households, segments of history."""
