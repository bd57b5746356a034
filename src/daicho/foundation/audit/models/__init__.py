"""Models of the trail."""

from daicho.foundation.audit.models.entry import Entry

__all__ = ["Entry"]
