"""Steps of specs/features/papers.feature (写しのほかの証明と、窓口で渡す紙)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.certificates.commands.prove_absence import prove_absence
from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.domain.absence import AbsenceWish, Lack
from daicho.business.certificates.domain.papers import title_of
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.occasions import occasion_of
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Purpose
from daicho.kernel.errors import DaichoError
from tests.features.conftest import Story
from tests.features.entering import Table

scenarios(str(Path(__file__).parents[2] / "specs/features/papers.feature"))


@pytest.fixture
def proved() -> list[UUID]:
    """What was issued in the scenario."""
    return []


@given(parsers.parse("認証者は「{title} {name}」である"))
def _(title: str, name: str) -> None:
    access = system_access(Purpose.ADMINISTRATION, job="features")
    set_certifier(access, valid_from=date(2020, 4, 1), title=title, name=name)


@when(parsers.parse("「{address}」に「{name}」の住民票がないことの証明を求める"))
def _(story: Story, proved: list[UUID], address: str, name: str) -> None:
    wish = AbsenceWish(
        key=uuid4(),
        lack=Lack.ABSENT,
        name=name,
        address=address,
        removed_on=None,
        requester_name="見本　司",
        ground="登記のため",
        documents=("individual_number_card",),
    )
    try:
        proved.append(prove_absence(story.clerk.serving(Purpose.CERTIFICATE), wish=wish))
    except DaichoError as error:
        story.refusal = error


@then(parsers.parse("「{title}」が交付される"))
def _(story: Story, proved: list[UUID], title: str) -> None:
    assert story.refusal is None
    (row,) = Issue.objects.filter(key__in=proved)
    assert title_of(row.kind) == title


@then(parsers.parse("「{words}」と断られる"))
def _(story: Story, words: str) -> None:
    assert story.refusal is not None
    assert words in str(story.refusal)
    assert not Issue.objects.exists()


@then("案内票は次のとおりである")
def _(story: Story, datatable: Table) -> None:
    occasion = occasion_of(story.case)
    told = [[visit.title, "、".join(visit.names)] for visit in occasion.visits]
    assert [["手続", "対象の人"], *told] == [list(row) for row in datatable]
