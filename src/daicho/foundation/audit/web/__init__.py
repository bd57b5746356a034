"""The auditor's screens."""
