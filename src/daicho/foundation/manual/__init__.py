"""Manual (操作の手引き, STD-10.5): pages of Markdown, and which of them explains the screen that is open."""
