"""Rules of extraction: what may be asked, in which words, of which items; plain Python."""
