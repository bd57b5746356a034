"""What the law lets out of a 住民票 to another municipality, and what a copy made here says: pure."""
