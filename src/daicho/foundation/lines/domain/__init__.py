"""What is known of messages and lines without a database: parties, trust, the door, states, pauses."""
