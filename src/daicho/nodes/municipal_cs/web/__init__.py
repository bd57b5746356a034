"""Screens of the CS (統合端末): thin; they read a form, call one command or selector, and draw."""
