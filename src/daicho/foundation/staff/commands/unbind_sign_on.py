"""Unbind sign-on (シングルサインオンの結び付けの解除): the sessions that it opened end at the next thing their holder does."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import SIGN_ON_ENDED
from daicho.foundation.staff.errors import check_filled, own_account
from daicho.foundation.staff.models import SignOnBinding
from daicho.foundation.staff.policy import check_may
from daicho.foundation.staff.selectors.accounts import locked_staff
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Missing


def unbind_sign_on(access: Access, *, staff_key: UUID, reason: str) -> None:
    """End the binding of another's account; it stays on record."""
    with recorded(access, SIGN_ON_ENDED) as note:
        check_may(access, "staff.manage")
        check_filled(unbind_reason=(reason, "理由"))
        if staff_key == access.staff_key:
            raise own_account()
        staff = locked_staff(staff_key)
        ended = SignOnBinding.objects.filter(staff=staff, ended_at__isnull=True).update(
            ended_by=access.staff_key, ended_at=real_now(), end_reason=reason.strip()
        )
        if not ended:
            raise Missing(
                "結び付けはありません。",
                remedy="開き直して確かめてください。",
                code="sign_on.unbound",
            )
        note.say(staff=str(staff.key), staff_login=staff.login, reason=reason)
