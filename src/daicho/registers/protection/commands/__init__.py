"""What may be done: set, end and lift suppressions; keep support measures; register for 本人通知. One file per verb."""
