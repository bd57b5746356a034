"""Screens of downtime: thin."""
