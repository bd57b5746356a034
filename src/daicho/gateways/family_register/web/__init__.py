"""Screens of 戸籍・附票: thin; they read a form, call one command or selector, and draw."""
