"""What screens are told of 市町村通知 and their files."""
