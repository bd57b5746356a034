"""Reads of reconciling."""
