"""What screens are told of messages and lines; never a body."""
