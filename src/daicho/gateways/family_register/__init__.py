"""Family register (戸籍・附票): what the 本籍地 is told, what it tells, and the 附票 of our own 本籍 people."""
