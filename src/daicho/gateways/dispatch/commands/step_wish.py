"""Step (取りやめ・取消し・作り直し): what a clerk does with one wish besides arranging it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from uuid import UUID

from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.dispatch.audit_types import STEPPED
from daicho.gateways.dispatch.commands.make_postings import held_today
from daicho.gateways.dispatch.commands.steps import lock_wish, move, withdrawn
from daicho.gateways.dispatch.domain.states import Action, State
from daicho.gateways.dispatch.models import Wish
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.public import check_shown

LONGEST = 200


def withdraw(access: Access, *, wish: UUID, edition: int, words: str) -> None:
    """Tell this person nothing; the reason is kept. `Invalid` without one."""
    with _stepping(access) as note:
        row = _open(access, note, wish, Action.WITHDRAW, edition)
        if not words.strip() or len(words) > LONGEST:
            raise Invalid(
                [
                    Problem(
                        "dispatch.words",
                        "words",
                        "取りやめる理由がないか、長すぎます。",
                        f"通知しないわけを残します。{LONGEST}字まで入力できます。",
                        "理由を短く入力してください。",
                    )
                ]
            )
        withdrawn(row, words.strip())


def make_anew(access: Access, *, wish: UUID, edition: int) -> None:
    """Make it again from the register as it is now, as it was arranged before."""
    with _stepping(access) as note:
        row = _open(access, note, wish, Action.MAKE_ANEW, edition)
        move(row, State.READY, make_at=business_now())


def reopen(access: Access, *, wish: UUID, edition: int) -> None:
    """Take a withdrawal back. `Conflict` where nothing is left to tell."""
    with _stepping(access) as note:
        row = _open(access, note, wish, Action.REOPEN, edition)
        held = held_today(row.person)
        if (
            held is None
            or held.status is not Status.PRESENT
            or held.particulars.individual_number_ref != row.number_ref
        ):
            raise Conflict(
                "取りやめを取り消せません。",
                why="住民票が消除されたか、個人番号が変わっています。",
                remedy="新しい個人番号の送付先情報があるかを確かめてください。",
                code="dispatch.over",
            )
        row.posting = None
        move(row, State.UNMADE)


def _stepping(access: Access) -> AbstractContextManager[Note]:
    check_may(access, "dispatch.act")
    return recorded(access, STEPPED)


def _open(access: Access, note: Note, wish: UUID, action: Action, edition: int) -> Wish:
    row = lock_wish(wish, action, edition=edition)
    check_shown(access, [row.person])
    note.about(row.person)
    note.say(state=action.value, why=row.why, people=1)
    return row
