"""Lines (回線): signed, logged, durable messages between the systems, by TLS 1.3 with certificates on both sides."""
