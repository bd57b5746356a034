"""Rules of 送付先情報. Plain Python."""
