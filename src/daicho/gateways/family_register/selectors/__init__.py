"""What screens are told of 附票 and notices."""
