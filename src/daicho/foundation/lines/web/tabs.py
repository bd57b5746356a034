"""Tabs (切替え): messages, lines, the door, and the gateway; what a person may not open is not offered."""

from __future__ import annotations

from django.urls import reverse

from daicho.foundation.lines.selectors.gateway import has_gateway
from daicho.foundation.staff.public import may
from daicho.kernel.access import Access

_TABS = (
    ("lines.view", "電文", "lines_messages"),
    ("lines.state", "回線の状態", "lines_lines"),
    ("lines.door", "入口で断った接続", "lines_door"),
    ("lines.gateway", "中継の受付記録", "lines_gateway"),
)


def tabs_of(access: Access, *, active: str) -> list[dict[str, object]]:
    return [
        {"title": title, "url": reverse(name), "active": name == active}
        for code, title, name in _TABS
        if name == active or (may(access, code) and _is_here(name))
    ]


def _is_here(name: str) -> bool:
    """The gateway's records are offered where there is one."""
    return name != "lines_gateway" or has_gateway()
