"""Criteria, comparisons and requests of numbers: pure."""
