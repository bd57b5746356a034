"""What the gateway tells of its ledger."""
