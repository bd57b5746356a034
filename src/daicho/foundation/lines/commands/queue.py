"""Queue (送信待ちにする): a message written with the change that it tells of; the sender process delivers it."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from daicho.foundation.lines.commands.write_message import write_message
from daicho.foundation.lines.domain.replies import Outgoing


def queue(outgoing: Outgoing) -> UUID:
    """Store the message and return its id; without lines it waits for them.

    A wrong body is kept as refused, and its settler hears of it. RuntimeError outside a transaction: it would outlive a
    change that was rolled back.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a message is queued in the transaction of its change")
    row, _ = write_message(outgoing)
    return row.key
