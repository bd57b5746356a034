"""Models of the outbox."""

from daicho.foundation.outbox.models.message import Message

__all__ = ["Message"]
