"""What the gateway may hand on."""
