"""Arrange (送付先の指定, STD-7.1.1.1, 7.1.1.4): 印刷区分, and another address for people of special circumstances; then it may go."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.dispatch.audit_types import ARRANGED
from daicho.gateways.dispatch.commands.contents import sealed_place
from daicho.gateways.dispatch.commands.make_postings import held_today
from daicho.gateways.dispatch.commands.steps import check_step, lock_wishes, missing, move, stale
from daicho.gateways.dispatch.domain.places import Typed, problems_of
from daicho.gateways.dispatch.domain.states import Action, State
from daicho.gateways.dispatch.models import Arrangement, Wish
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.public import check_shown


def arrange(access: Access, *, wishes: Mapping[UUID, int], typed: Typed) -> None:
    """Let these people of one household go in one envelope; `wishes` maps each to the edition that was looked at.

    `Invalid` with all that is wrong, `Conflict` for a stale page or a wish that has gone meanwhile.
    """
    check_may(access, "dispatch.act")
    with recorded(access, ARRANGED) as note:
        rows = lock_wishes(key__in=list(wishes))
        if len(rows) != len(wishes):
            raise missing()
        _check(access, rows, wishes, typed)
        place = typed.place
        row = Arrangement(
            print_class=typed.print_class,
            elsewhere=place is not None,
            ground=typed.ground if place else "",
            made_at=business_now(),
            made_by=access.staff_key,
            made_by_name=access.name,
            terminal=access.terminal,
        )
        if place is not None:
            sealed_place(row, place, evidence=typed.evidence)
        row.save(force_insert=True)
        for wish in rows:
            wish.arrangement, wish.posting = row, None
            move(wish, State.READY, make_at=business_now())
        note.about(*(w.person for w in rows))
        note.say(
            print_class=row.print_class,
            elsewhere=row.elsewhere,
            ground=row.ground,
            people=len(rows),
        )


def _check(access: Access, rows: list[Wish], wishes: Mapping[UUID, int], typed: Typed) -> None:
    check_shown(access, [row.person for row in rows])
    problems = list(problems_of(typed))
    if not rows:
        problems.append(
            Problem(
                "dispatch.nobody",
                "wishes",
                "送る人が選ばれていません。",
                "一通には、一人以上の人が入ります。",
                "送る人を選んでください。",
            )
        )
    held = [held_today(row.person) for row in rows]
    if len({h.particulars.household_number for h in held if h}) > 1 or (
        len({row.thread for row in rows}) > 1
    ):
        problems.append(
            Problem(
                "dispatch.two_households",
                "wishes",
                "一通にまとめられない人が、一緒に選ばれています。",
                "一通は一つの世帯のもので、カード管理システムの求めはその一覧ごとに答えます。",
                "分けて指定してください。",
            )
        )
    if problems:
        raise Invalid(problems)
    for row in rows:
        check_step(row, Action.ARRANGE)
        if row.edition != wishes[row.key]:
            raise stale()
