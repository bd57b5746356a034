"""入管庁の回線 (immigration): 市町村通知 to the agency, by line or by file, and its notices as they come by line (IMM-001 to 006)."""
