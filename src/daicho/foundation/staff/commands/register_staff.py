"""Register staff (職員の登録): one account for one person, with the first duties (STD-10.3,
ACC-001).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import STAFF_REGISTERED
from daicho.foundation.staff.commands.grant_duty import append_grant, check_not_past
from daicho.foundation.staff.errors import check_filled, invalid_password
from daicho.foundation.staff.logins import canonical_login
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.policy import check_may
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import business_today, real_now
from daicho.kernel.errors import Invalid, Problem


def register_staff(
    access: Access,
    *,
    login: str,
    name: str,
    office: str,
    password: str,
    duties: Iterable[Duty],
    totp_secret: str | None = None,
    temporary: bool = True,
    valid_from: date | None = None,
) -> UUID:
    """Register a person; the duties are open-ended from `valid_from` (today). Gives the staff key.

    A `temporary` password must be changed at the first sign-in. `totp_secret` (base32) makes an
    authenticator app that is enrolled already, for the accounts of a sample town.
    """
    begin = valid_from or business_today()
    with recorded(access, STAFF_REGISTERED) as note:
        check_may(access, "staff.manage")
        check_not_past(begin)
        login = canonical_login(login)
        check_filled(login=(login, "利用者名"), name=(name, "氏名"), office=(office, "所属"))
        staff = Staff(key=uuid4(), login=login, name=name.strip(), office=office.strip())
        staff.valid_from, staff.registered_at = begin, real_now()
        _set_first_password(staff, password, temporary=temporary)
        _insert(staff)
        asked = sorted(set(duties), key=list(Duty).index)
        for duty in asked:
            append_grant(
                access, staff, duty=duty, valid_from=begin, valid_until=None, reason="登録時の付与"
            )
        if totp_secret:
            TOTP.activate(staff, totp_secret)
        note.say(
            staff=str(staff.key),
            staff_login=login,
            office=staff.office,
            duties="・".join(duty.label for duty in asked),
        )
    return staff.key


def _set_first_password(staff: Staff, password: str, *, temporary: bool) -> None:
    try:
        validate_password(password, staff)
    except ValidationError as error:
        raise invalid_password(error, field="password") from error
    staff.set_password(password)
    staff.password_changed_at = real_now()
    staff.must_change_password = temporary


def _insert(staff: Staff) -> None:
    try:
        with transaction.atomic():
            staff.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(
            [
                Problem(
                    "login_taken",
                    "login",
                    "この利用者名はもう使われています。",
                    why="利用者名は一人に一つで、使い回しません。",
                    remedy="別の利用者名にしてください。",
                )
            ]
        ) from error
