"""What changes a code table: one act, one entry on the trail."""
