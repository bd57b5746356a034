"""Revoke terminal (端末の登録の取消し): a lost or retired device reaches residents' data no more."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import TERMINAL_REVOKED
from daicho.foundation.staff.errors import check_filled
from daicho.foundation.staff.models import Terminal
from daicho.foundation.staff.policy import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Missing


def revoke_terminal(access: Access, *, terminal_key: UUID, reason: str) -> None:
    """Revoke a terminal; it counts from its next request on."""
    with recorded(access, TERMINAL_REVOKED) as note:
        check_may(access, "terminals.manage")
        check_filled(reason=(reason, "理由"))
        terminal = Terminal.objects.filter(key=terminal_key, revoked_at__isnull=True).first()
        if terminal is None:
            raise Missing(
                "この端末は登録されていません。",
                remedy="端末の一覧を読み込み直してください。",
                code="terminal_missing",
            )
        Terminal.objects.filter(key=terminal_key, revoked_at__isnull=True).update(
            revoked_by=access.staff_key, revoked_at=real_now()
        )
        note.say(terminal_name=terminal.name, office=terminal.office, reason=reason)
