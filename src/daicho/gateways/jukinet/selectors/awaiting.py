"""Awaiting (番号待ち): what a case has not told yet, because a 個人番号 is still to come (JUK-010)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from daicho.gateways.jukinet.models import AwaitingNumber


def not_told_yet(case: UUID) -> Sequence[str]:
    """In words; nothing when all has been told."""
    people = AwaitingNumber.objects.filter(case=case, told_at__isnull=True).count()
    if not people:
        return ()
    return (f"個人番号を待つ人が{people}人います。番号が届くと、本人確認情報を自動で送ります。",)
