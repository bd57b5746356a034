"""Enrol terminal (端末の登録): a device becomes known, by a one-time code or because 管理 sits at
it.
"""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import TERMINAL_ENROLLED
from daicho.foundation.staff.commands.issue_enrolment_code import digest_of
from daicho.foundation.staff.errors import check_filled
from daicho.foundation.staff.models import EnrolmentCode, Terminal
from daicho.foundation.staff.policy import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Invalid, Problem, Refused


def enrol_terminal(access: Access, *, code: str) -> UUID:
    """Enrol the device that shows a valid code; the code itself is the right to do so. Gives its
    key.
    """
    now = real_now()
    with recorded(access, TERMINAL_ENROLLED) as note:
        used = EnrolmentCode.objects.filter(
            digest=digest_of(code), used_at__isnull=True, expires_at__gt=now
        ).update(used_at=now)
        if not used:
            raise Refused(
                "この登録コードは使えません。",
                why="コードは一度だけ、期限内に使えます。",
                remedy="管理担当に新しい登録コードの発行を依頼してください。",
                code="enrolment_code_spent",
            )
        found = EnrolmentCode.objects.get(digest=digest_of(code))
        terminal = _append(name=found.name, office=found.office, enrolled_by=found.issued_by)
        note.say(terminal_name=terminal.name, office=terminal.office)
    return terminal.key


def enrol_this_terminal(access: Access, *, name: str, office: str) -> UUID:
    """Enrol the device at which 管理 sits. Gives its key."""
    with recorded(access, TERMINAL_ENROLLED) as note:
        check_may(access, "terminals.manage")
        check_filled(name=(name, "端末の名前"), office=(office, "所属"))
        terminal = _append(name=name.strip(), office=office.strip(), enrolled_by=access.staff_key)
        note.say(terminal_name=terminal.name, office=terminal.office)
    return terminal.key


def _append(*, name: str, office: str, enrolled_by: UUID) -> Terminal:
    terminal = Terminal(name=name, office=office, enrolled_by=enrolled_by, enrolled_at=real_now())
    try:
        with transaction.atomic():
            terminal.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(
            [
                Problem(
                    "terminal_name_taken",
                    "name",
                    "この名前の端末はもう登録されています。",
                    remedy="別の名前にするか、先に古い端末の登録を取り消してください。",
                )
            ]
        ) from error
    return terminal
