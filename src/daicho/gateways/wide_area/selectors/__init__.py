"""What 広域交付 reads."""
