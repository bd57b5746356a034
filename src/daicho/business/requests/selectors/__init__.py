"""What is read of requests, inquiries and calls."""
