"""What the connector does: one file per verb."""
