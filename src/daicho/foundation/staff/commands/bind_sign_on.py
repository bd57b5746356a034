"""Bind sign-on (シングルサインオンの結び付け): 管理 says which person of the provider an existing account is."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import SIGN_ON_BOUND
from daicho.foundation.staff.errors import check_filled, own_account
from daicho.foundation.staff.models import SignOnBinding
from daicho.foundation.staff.policy import check_may
from daicho.foundation.staff.selectors.accounts import locked_staff
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Invalid, Problem, Refused


def bind_sign_on(access: Access, *, staff_key: UUID, subject: str, reason: str) -> UUID:
    """Bind the provider's subject to one account of another than the actor; each to one at a time. Gives the key."""
    with recorded(access, SIGN_ON_BOUND) as note:
        check_may(access, "staff.manage")
        check_filled(subject=(subject, "識別子"), reason=(reason, "理由"))
        if not settings.SIGN_ON_ISSUER:
            raise Refused(
                "シングルサインオンは使われていません。",
                why="認証の仕組みが設定されていません（DAICHO_OIDC_ISSUER）。",
                remedy="設定してから結び付けてください。",
                code="sign_on.off",
            )
        if staff_key == access.staff_key:
            raise own_account()
        staff = locked_staff(staff_key)
        binding = SignOnBinding(
            staff=staff,
            issuer=settings.SIGN_ON_ISSUER,
            subject=subject.strip(),
            bound_by=access.staff_key,
            bound_at=real_now(),
            reason=reason.strip(),
        )
        _insert(binding)
        note.say(staff=str(staff.key), staff_login=staff.login, reason=reason)
    return binding.key


def _insert(binding: SignOnBinding) -> None:
    try:
        with transaction.atomic():
            binding.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(
            [
                Problem(
                    "sign_on.bound_already",
                    "subject",
                    "この職員か識別子は、もう結び付けられています。",
                    "一人に一つの識別子、一つの識別子に一人です。",
                    "先に、今の結び付けを解いてください。",
                )
            ]
        ) from error
