"""Drawing (画面の部品): the tabs of retention."""

from __future__ import annotations

from django.urls import reverse

from daicho.foundation.staff.public import may
from daicho.kernel.access import Access

_TABS = (
    ("保存年限の表", "retention", "retention.view"),
    ("満了の見込み", "retention_forecast", "retention.view"),
    ("廃棄の計画", "retention_plans", "retention.view"),
    ("廃棄の保留", "retention_holds", "retention.hold"),
    ("廃棄済の照会", "retention_erased", "retention.view"),
)


def tabs(access: Access, active: str) -> list[dict[str, object]]:
    """Those that this person may open."""
    return [
        {"title": title, "url": reverse(name), "active": name == active}
        for title, name, operation in _TABS
        if may(access, operation)
    ]
