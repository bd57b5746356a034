"""Rules of the 附票 and its notices: plain Python."""
