"""Tell again (訂正・再送, IMM-009, STD-4.5.7): what came back is put right and sent again; what arrived may be sent once more.

What the register says wrongly is put right there, by a movement; only what is of the notice itself is typed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Lost, make_anew
from daicho.foundation.staff.public import check_may
from daicho.gateways.immigration.audit_types import NOTICE_CLOSED, TOLD_AGAIN
from daicho.gateways.immigration.commands.writing import body_of, put_on_line
from daicho.gateways.immigration.domain.municipal import TYPED, number_of
from daicho.gateways.immigration.domain.states import ACTIONS, Action, State, Way
from daicho.gateways.immigration.models import Telling
from daicho.kernel.access import Access
from daicho.kernel.characters import check_text
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem

LONGEST = 300


def tell_again(access: Access, *, message: UUID, typed: Mapping[str, str]) -> None:
    """Send it again with what was typed, and with the person as the register has them today; by file, in the next file.

    `Conflict` while an earlier one is on its way or a later message of the same person has arrived; `Invalid` for letters
    that may not stand in a notice.
    """
    check_may(access, "immigration.tell")
    with recorded(access, TOLD_AGAIN) as note:
        row = locked(message, Action.AGAIN)
        note.case_ref = row.case
        note.about(row.person)
        row.typed = {}
        kept = body_of(row, now=True)
        # What the notice says anyway is not typed: a later change of the register goes before it.
        row.typed = {n: text for n, text in _checked(typed).items() if text != kept.get(n)}
        note.say(number=row.number, way=row.way, items="、".join(row.typed))
        was_told = State(row.state) is State.TOLD
        if was_told:
            row.rounds += 1
            row.number = number_of(row.place, row.rounds)
        row.save(update_fields=["typed", "rounds", "number"])
        if row.way == Way.FILE.value:
            row.state, row.file, row.problems = State.WAITING.value, None, []
            row.save(update_fields=["state", "file", "problems"])
        elif was_told or row.sent is None:
            put_on_line(row, now=True)
    if row.way == Way.LINE.value and not was_told and row.sent is not None:
        # The line's own act: it knows whether something later of the same person has gone.
        make_anew(access, row.sent)


def made_anew(lost: Lost) -> UUID:
    """The message that takes the place of a refused one; `Conflict` where none has to be sent any more."""
    return put_on_line(locked(lost.thread, Action.AGAIN), now=True)


def close_notice(access: Access, *, message: UUID, reason: str) -> None:
    """Keep that a notice that came back is not sent any more, and why. `Invalid` without a reason."""
    check_may(access, "immigration.tell")
    with recorded(access, NOTICE_CLOSED) as note:
        row = locked(message, Action.CLOSE)
        words = check_text(reason, field="reason", limit=LONGEST)
        if not words:
            raise Invalid(
                [
                    Problem(
                        "blank",
                        "reason",
                        "理由が空欄です。",
                        "通知を送らない理由を残します。",
                        "理由を入力してください。",
                    )
                ]
            )
        note.case_ref = row.case
        note.about(row.person)
        row.state, row.closed_reason = State.CLOSED.value, words
        row.save(update_fields=["state", "closed_reason"])
        note.say(number=row.number, way=row.way, reason=words)


def locked(message: UUID, action: Action) -> Telling:
    """The row, locked, if the action fits its state. `Missing`, `Conflict`."""
    row = Telling.objects.select_for_update(of=("self",)).filter(pk=message).first()
    if row is None:
        raise Missing(
            "この市町村通知はありません。",
            remedy="一覧から選び直してください。",
            code="immigration.missing",
        )
    if action not in ACTIONS[State(row.state)]:
        raise Conflict(
            f"この市町村通知は「{State(row.state).label}」です。",
            why="ほかの人が処理したか、相手方の応答を待っています。何も書き換えていません。",
            remedy="一覧を開き直してください。",
            code="immigration.moved_on",
        )
    return row


def _checked(typed: Mapping[str, str]) -> dict[str, str]:
    found = {
        name: check_text(typed.get(name, "").strip(), field=name, limit=LONGEST) for name in TYPED
    }
    return {name: text for name, text in found.items() if text}
