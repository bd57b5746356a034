"""Holding of a 市町村CS (本人確認情報ファイル), as plain rows for a comparison; run in its host (host.py)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from daicho.foundation.vault.public import reveal_many
from daicho.nodes.municipal_cs.models import Identity, IdentityVersion, Rejection
from daicho.nodes.municipal_cs.numbers import items_in_full

Rows = list[dict[str, Any]]  # Any: JSON


@transaction.atomic  # numbers are revealed within one alone
def identities() -> dict[str, dict[str, str]]:
    """Every record as it is now, by 住民票コード."""
    return {found["1"]: found for found in (items_in_full(row) for row in Identity.objects.all())}


@transaction.atomic  # numbers are revealed within one alone
def versions() -> Rows:
    """Every update that was taken in, in the order of each person."""
    rows = IdentityVersion.objects.order_by("code", "sequence")
    plain = reveal_many(set(rows.values_list("code", flat=True)))
    return [
        {
            "identity": str(row.identity_id),
            "code": plain[row.code],
            "sequence": row.sequence,
            "message": str(row.message),
            "sent": str(row.sent) if row.sent else "",
            "reason": row.reason,
            "told": row.told,
        }
        for row in rows
    ]


def rejections() -> Rows:
    """異常一覧."""
    return [dict(row) for row in Rejection.objects.values("at_whom", "reason", "problems")]
