"""What may be done to the trail: append, and export its head."""
