"""What the gateway does with a message."""
