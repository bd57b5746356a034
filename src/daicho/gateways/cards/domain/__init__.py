"""Rules of cards: states, days, what a form must say; plain Python."""
