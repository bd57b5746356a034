"""Tabs (切替え): messages, lines, and the door; what a person may not open is not offered."""

from __future__ import annotations

from django.urls import reverse

from daicho.foundation.staff.public import may
from daicho.kernel.access import Access

_TABS = (
    ("lines.view", "電文", "lines_messages"),
    ("lines.state", "回線の状態", "lines_lines"),
    ("lines.door", "入口で断った接続", "lines_door"),
)


def tabs_of(access: Access, *, active: str) -> list[dict[str, object]]:
    return [
        {"title": title, "url": reverse(name), "active": name == active}
        for code, title, name in _TABS
        if may(access, code) or name == active
    ]
