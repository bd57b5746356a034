"""Screens of 本人確認: thin; they read a form, call one command or selector, and draw."""
