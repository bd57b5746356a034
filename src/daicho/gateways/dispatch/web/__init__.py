"""Screens of 送付先情報: thin; they read a form, call one command or selector, and draw."""
