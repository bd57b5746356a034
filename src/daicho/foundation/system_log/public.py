"""What other apps may use of the system log; to say something they use structlog."""

from __future__ import annotations

import structlog


def bind_actor(*, staff: str, terminal: str, screen: str) -> None:
    """Say who works, so that every line of this request names them; the request's end forgets it."""
    structlog.contextvars.bind_contextvars(staff=staff, terminal=terminal, screen=screen)


__all__ = ["bind_actor"]
