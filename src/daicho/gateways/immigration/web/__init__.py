"""Screens of the line to the agency."""
