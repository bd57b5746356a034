"""The cryptography of the vault, apart from the database."""
