"""What 広域交付 does: one file per verb."""
