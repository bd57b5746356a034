"""Settings, one module per node."""
