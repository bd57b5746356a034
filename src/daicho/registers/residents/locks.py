"""Locks (排他): whole persons and households, always in the same order, for the length of a transaction."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection


def lock(*, persons: Iterable[UUID] = (), households: Iterable[str] = ()) -> None:
    """Take the advisory locks of all persons and households named, households first, each in key order."""
    keys = [f"household:{h}" for h in sorted(set(households))]
    keys += [f"person:{p}" for p in sorted(set(persons), key=str)]
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(k, 7117002))"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS t(k, n) ORDER BY n",
            [keys],
        )
