"""What staff decide: movements and certificates."""
