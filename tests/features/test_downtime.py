"""Steps of specs/features/downtime.feature (電算停止時の用紙, practice.md §2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.downtime.commands.make_set import SetWish, make_set
from daicho.business.downtime.commands.settle_slip import (
    Outcome,
    close_set,
    settle_rest,
    settle_slip,
)
from daicho.business.downtime.models import PaperSet, Slip
from daicho.business.downtime.selectors.sets import view_set
from daicho.business.movements.models import Case
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid
from tests.features.conftest import Story

scenarios(str(Path(__file__).parents[2] / "specs/features/downtime.feature"))


@dataclass
class Papers:
    """The set of a scenario, and what was entered from it."""

    access: Access
    key: UUID | None = None
    entered: str = ""
    error: Invalid | None = None

    @property
    def edition(self) -> int:
        assert self.key is not None
        return PaperSet.objects.get(key=self.key).edition

    def settle(self, position: int, outcome: Outcome) -> None:
        assert self.key is not None
        slip = Slip.objects.get(paper_set=self.key, kind="reception", position=position)
        settle_slip(
            self.access,
            paper_set=self.key,
            slip=slip.number,
            edition=self.edition,
            outcome=outcome,
        )


@pytest.fixture
def papers(story: Story) -> Papers:
    return Papers(story.clerk)


@given(parsers.parse("受付簿{receptions:d}行、交付簿{issues:d}行の用紙を作る"))
def make(papers: Papers, receptions: int, issues: int) -> None:
    papers.key = make_set(papers.access, key=uuid4(), wish=SetWish(receptions, issues, 1))


@given(parsers.parse("紙で受けた転入届を、後日入力{how}入力した"))
def entered(papers: Papers, how: str) -> None:
    now = business_now()
    case = Case.objects.create(
        number="異8-1",
        kind="move_in",
        state="draft",
        payload={},
        later_entry=how == "として",
        received_on=date(2026, 11, 18),
        entered_by=papers.access.staff_key,
        entered_by_name="係",
        made_at=now,
        changed_at=now,
    )
    papers.entered = case.number


@when(parsers.parse("受付簿の{position:d}番を、その受付番号で使用したと記録する"))
def used(papers: Papers, position: int) -> None:
    try:
        papers.settle(position, Outcome("used", papers.entered))
    except Invalid as error:
        papers.error = error


@when(parsers.parse("受付簿の{position:d}番を「{words}」ため書損じと記録する"))
def spoiled(papers: Papers, position: int, words: str) -> None:
    papers.settle(position, Outcome("spoiled", "", words))


@when("残りを未使用として突合を終える")
def close(papers: Papers) -> None:
    assert papers.key is not None
    settle_rest(papers.access, paper_set=papers.key, edition=papers.edition)
    close_set(papers.access, paper_set=papers.key, edition=papers.edition)


@then(parsers.parse("突合を終えられず、残りは{count:d}件である"))
def still_open(papers: Papers, count: int) -> None:
    assert papers.key is not None
    with pytest.raises(Conflict):
        close_set(papers.access, paper_set=papers.key, edition=papers.edition)
    assert view_set(papers.access, paper_set=papers.key).reserved == count


@then(
    parsers.parse("使用は{used_count:d}件、書損じは{spoiled_count:d}件、未使用は{unused:d}件である")
)
def counts(papers: Papers, used_count: int, spoiled_count: int, unused: int) -> None:
    assert papers.key is not None
    view = view_set(papers.access, paper_set=papers.key)
    found = dict(view.counts)
    assert (found["使用"], found["書損じ"], found["未使用"]) == (used_count, spoiled_count, unused)
    assert view.row.closed_at is not None


@then(parsers.parse("「{words}」と知らされる"))
def told(papers: Papers, words: str) -> None:
    assert papers.error is not None
    assert words in papers.error.problems[0].what
