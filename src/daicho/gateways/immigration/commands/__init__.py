"""What is done with 市町村通知: told by line, put out as a file, handed over, told again, closed."""
