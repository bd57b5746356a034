"""Screens of the code tables, and the candidates that forms ask for."""
