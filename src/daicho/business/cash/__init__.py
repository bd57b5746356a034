"""Cash (手数料の収納・レジ締め): fees taken at the counter and by post, and the closing of the day."""
