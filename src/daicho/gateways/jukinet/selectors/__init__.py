"""What is read of the connector's own."""
