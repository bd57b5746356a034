"""Cards (個人番号カード): the desk that hands them over, stops, renews and takes them back, and tells the card system."""
