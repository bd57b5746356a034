"""Ports (差込み口): what the code tables need of higher storeys; the wiring fills it."""

from __future__ import annotations

from collections.abc import Callable


def _none_known() -> tuple[tuple[str, str], ...]:
    return ()


movement_reasons: Callable[[], tuple[tuple[str, str], ...]] = _none_known
"""The 異動事由 that a note can be registered for, as (code, words)."""

paper_kinds: Callable[[], tuple[tuple[str, str], ...]] = _none_known
"""The papers that go out under a number, as (code, words)."""

counters: Callable[[], tuple[tuple[str, str], ...]] = _none_known
"""The counters to which a movement sends people on (案内票), as (code, words)."""

neighbours: tuple[tuple[str, str, str], ...] = ()
"""Tables that higher storeys keep themselves, as (title, what it is, name of its URL): the list of tables links them."""
