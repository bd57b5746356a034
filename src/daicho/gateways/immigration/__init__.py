"""Immigration (入管庁): 市町村通知 out and 長官通知 in, by file or by line."""
