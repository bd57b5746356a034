"""What may be done with certificates: issue, open again, spoil; and say in whose name they go out."""
