"""Commands of reconciling."""
