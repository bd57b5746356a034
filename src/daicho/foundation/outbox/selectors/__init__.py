"""What is read of the outbox."""
