"""Screens of cards: thin; they read a form, call one command or selector, and draw."""
