"""Steps (一歩): what every act on wishes shares: the lock in the order of keys, the state table, the stale page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from daicho.gateways.dispatch.domain.states import TABLE, Action, State
from daicho.gateways.dispatch.models import Wish
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Missing, Problem

CHANGING: Final = (
    "thread",
    "target_reason",
    "state",
    "make_at",
    "arrangement",
    "posting",
    "problems",
    "words",
    "edition",
    "changed_at",
)


def lock_wishes(**fitting: Any) -> list[Wish]:  # Any: what Django's filters take
    """The fitting wishes, locked in the order of their keys until the transaction ends."""
    found = Wish.objects.select_for_update(of=("self",)).filter(**fitting)
    return list(found.order_by("key"))


def lock_wish(wish: UUID, action: Action, *, edition: int) -> Wish:
    """One wish, locked, where the action is open to it and the page that was looked at is not stale."""
    row = next(iter(lock_wishes(key=wish)), None)
    if row is None:
        raise missing()
    check_step(row, action)
    if row.edition != edition:
        raise stale()
    return row


def check_step(row: Wish, action: Action) -> None:
    """`Conflict` where the wish does not stand where the action may be taken."""
    state = State(row.state)
    if action not in TABLE[state]:
        raise Conflict(
            f"「{action.label}」はできません。",
            why=f"この人の送付先情報は、今「{state.label}」です。",
            remedy="送付先情報の一覧から開き直してください。",
            code="dispatch.state",
        )


def move(
    row: Wish,
    state: State,
    *,
    make_at: datetime | None = None,
    problems: Sequence[Problem] = (),
    words: str = "",
) -> None:
    """Save where the wish now stands."""
    row.state, row.make_at, row.words = state.value, make_at, words
    row.problems = stored(problems)
    row.edition += 1
    row.changed_at = business_now()
    row.save(update_fields=CHANGING)


def withdrawn(row: Wish, words: str) -> None:
    """End it without having told anybody."""
    move(row, State.WITHDRAWN, words=words)


def stored(problems: Sequence[Problem]) -> list[dict[str, str]]:
    """Problems as they are kept: a code and words, without personal data."""
    return [
        {"code": p.code, "item": p.field, "what": p.what, "why": p.why, "remedy": p.remedy}
        for p in problems
    ]


def missing() -> Missing:
    return Missing(
        "この送付先情報はありません。",
        remedy="送付先情報の一覧から選び直してください。",
        code="dispatch.missing",
    )


def stale() -> Conflict:
    return Conflict(
        "ほかの処理が先に行われました。",
        why="画面を開いた後に、この人の送付先情報が変わっています。",
        remedy="開き直して、今の内容を確かめてください。",
        code="dispatch.stale",
    )
