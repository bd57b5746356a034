"""Parties (相手): whom the connector speaks to. The 市町村CS of its own municipality, and nobody else (JUK-040)."""

from __future__ import annotations

from django.conf import settings

from daicho.foundation.lines.public import Party


def own_cs() -> Party:
    """The 市町村CS of this municipality."""
    return Party(settings.TOWN["code"], "municipal_cs")
