"""Screens of the register: thin; they read a form, call one selector, and draw."""
