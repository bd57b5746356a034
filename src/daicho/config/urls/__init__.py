"""URLs, one module per node."""
