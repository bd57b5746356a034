"""Outbox (送り箱): events written with the change itself, delivered after commit, at least once."""
