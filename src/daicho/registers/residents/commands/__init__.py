"""The few ways in which the register changes; only `writes` hands them out."""
