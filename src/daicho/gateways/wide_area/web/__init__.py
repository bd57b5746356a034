"""Screens of 広域交付: thin; they read a form, call one command or selector, and draw."""
