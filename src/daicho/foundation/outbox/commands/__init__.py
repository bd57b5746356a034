"""What may be done with events: emit and deliver."""
