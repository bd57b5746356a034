"""The control (操作): what a person or a test tells the parties, and what they show. All of it goes through the database."""
