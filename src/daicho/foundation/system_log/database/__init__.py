"""The database's line (データベースとの接続): Django's own backend for PostgreSQL, which also says what becomes of the line."""
