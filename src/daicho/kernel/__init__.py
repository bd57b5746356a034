"""What is true of Japan's calendar, letters, numbers and addresses: plain Python, no database."""
