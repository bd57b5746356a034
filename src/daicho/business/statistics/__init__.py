"""Statistics (統計): people, households, movements and certificates counted as of any date, from history itself."""
