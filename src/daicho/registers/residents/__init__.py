"""Residents (住民記録): resident records, households, history, removed records. Written by cases alone."""
