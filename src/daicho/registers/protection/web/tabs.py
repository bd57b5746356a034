"""Tabs (切替え): between the lists of protection."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from daicho.foundation.staff.public import StaffRequest, may


def list_tabs(request: StaffRequest, here: str) -> list[dict[str, object]]:
    """支援措置, 抑止対象者一覧, and 本人通知 where the town offers it."""
    offered = [("measures", "支援措置"), ("suppressed", "抑止対象者一覧")]
    if settings.THIRD_PARTY_NOTICE and may(request.access, "protection.manage"):
        offered.append(("notices", "本人通知"))
    return [
        {"title": title, "url": reverse(f"protection_{name}"), "active": name == here}
        for name, title in offered
    ]
