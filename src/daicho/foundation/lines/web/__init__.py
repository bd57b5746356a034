"""Screens of messages and lines."""
