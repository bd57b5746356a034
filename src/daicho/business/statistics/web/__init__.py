"""Screens of statistics: thin; they read a form, make one table, and draw it."""
