"""Jobs (バッチ処理, STD-9.1): work that a person asks for and a process apart from the screens does, now or by a schedule."""
