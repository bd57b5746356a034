"""Handed on (届いた内容): what went between a town's own register and its own CS, and who brought it; run in a host (host.py)."""

from __future__ import annotations

from daicho.foundation.lines.models import ReceivedMessage, SentMessage
from daicho.foundation.lines.public import own_node

NODES = ("core", "municipal_cs")


def sent() -> dict[str, str]:
    """Digest by message, of what was sent to the other of the two."""
    rows = SentMessage.objects.filter(receiver__in=[str(own_node(node)) for node in NODES])
    return {str(key): digest for key, digest in rows.values_list("key", "digest")}


def came() -> dict[str, tuple[str, str]]:
    """Digest and bearer by message, of what came from the other of the two."""
    rows = ReceivedMessage.objects.filter(sender__in=[str(own_node(node)) for node in NODES])
    return {str(r.key): (r.digest, r.peer) for r in rows}
