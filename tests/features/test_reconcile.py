"""Steps of specs/features/reconcile.feature (整合性確認, JUK-017)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import carry_through
from daicho.foundation.reconciliation.commands.tell_again import tell_again
from daicho.foundation.reconciliation.models import Difference, Run
from daicho.foundation.reconciliation.selectors.differences import RunView, view_run
from daicho.foundation.reconciliation.tests.peer import Killed
from daicho.gateways.reconcile.tests.conftest import (
    Keeper,
    compare,
    family,
    keeper,
    lines,
    sent,
    staff,
)
from daicho.kernel.access import Access, Purpose
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.tests.scene import suppress
from daicho.registers.residents.public import truths_now

__all__ = ["compare", "family", "keeper", "lines", "sent", "staff"]
scenarios(str(Path(__file__).parents[2] / "specs/features/reconcile.feature"))
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@dataclass
class Comparing:
    """The last run of a scenario."""

    run: Run | None = None

    def seen(self, access: Access) -> RunView:
        assert self.run is not None
        own = replace(access, purpose=Purpose.MOVEMENT)
        return view_run(own, run=self.run.key, not_yet=False, page=1)


@pytest.fixture
def comparing() -> Comparing:
    return Comparing()


@given("4人の世帯が転入し、市町村CSは全員の本人確認情報を受け取っている")
def _(keeper: Keeper) -> None:
    assert len(keeper.peer.rows) == 4


@given(parsers.parse("市町村CSの「{name}」の住所を「{address}」に戻す"))
def _(keeper: Keeper, name: str, address: str) -> None:
    keeper.alter(name, i11=address)


@given(parsers.parse("市町村CSの全員の住所を「{address}」に戻す"))
def _(keeper: Keeper, address: str) -> None:
    for row in list(keeper.peer.rows.values()):
        keeper.alter(row["2"], i11=address)


@given("4人の転居が決裁され、電文がまだ届いていない")
def _(family: list[UUID], staff: Staff) -> None:
    carry_through(*staff, "move_within", moving(family) | NEXT_DOOR)


@given(parsers.parse("「{name}」は支援措置を受けている"))
def _(family: list[UUID], name: str) -> None:
    (person,) = [h.person for h in truths_now(family) if h.particulars.name == name]
    suppress(person, look_up=Restraint.ALERT)


@when("市町村CSとの整合性確認を行う")
def _(comparing: Comparing, compare: Callable[[], Run]) -> None:
    comparing.run = compare()


@when("整合性確認の途中で機械が止まり、続きを行う")
def _(comparing: Comparing, compare: Callable[..., Run], keeper: Keeper) -> None:
    job = uuid4()
    keeper.peer.dies_at = 2
    with pytest.raises(Killed):
        compare(job)
    keeper.peer.dies_at = 0
    keeper.peer.asked.clear()
    comparing.run = compare(job)
    assert "reconcile.digests" not in keeper.peer.asked


@when("その差異を再送し、市町村CSが受け取る")
def _(comparing: Comparing, staff: Staff, keeper: Keeper) -> None:
    tell_again(staff[2], difference=Difference.objects.get(run=comparing.run).key)
    keeper.hear()


@then(parsers.parse("{people:d}人を比べ、差異は{differences:d}件である"))
def _(comparing: Comparing, people: int, differences: int) -> None:
    assert comparing.run is not None
    assert (comparing.run.people, comparing.run.differences) == (people, differences)


@then(parsers.parse("まだ比べられない人は{people:d}人である"))
def _(comparing: Comparing, people: int) -> None:
    assert comparing.run is not None
    assert comparing.run.not_yet == people


@then(parsers.parse("差異は「{name}」の「{item}」であり、正しい側は「{right}」である"))
def _(comparing: Comparing, staff: Staff, name: str, item: str, right: str) -> None:
    (line,) = comparing.seen(staff[1]).lines
    assert (line.name, [each.title for each in line.items], line.right) == (name, [item], right)
    assert line.may_tell


@then(parsers.parse("差異の一覧に「{item}」はあるが、「{value}」はない"))
def _(comparing: Comparing, staff: Staff, item: str, value: str) -> None:
    (line,) = comparing.seen(staff[1]).lines
    assert line.marks
    assert line.address == ""
    assert [(each.title, each.shown, each.theirs) for each in line.items] == [(item, False, "")]
    assert value not in str(line.items)
