"""Screens of sign-in, of one's own account, of staff and of terminals."""
