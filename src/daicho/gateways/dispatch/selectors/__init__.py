"""What is read of 送付先情報."""
