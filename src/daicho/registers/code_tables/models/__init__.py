"""Models of the code tables."""

from daicho.registers.code_tables.models.row import IN_FORCE, CodeRow

__all__ = ["IN_FORCE", "CodeRow"]
