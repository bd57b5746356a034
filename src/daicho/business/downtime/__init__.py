"""Downtime (電算停止時の運用, practice.md §2): paper first, entered later; the set that is printed beforehand, and its numbers."""
