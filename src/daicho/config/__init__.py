"""The only place that knows everyone: settings, URLs, and the wiring of events."""
