"""Screens of inspection and rosters: thin; they read a form, call one command or selector, and draw."""
