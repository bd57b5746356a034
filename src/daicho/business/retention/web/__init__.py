"""Screens of retention: thin."""
