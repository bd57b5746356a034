"""Samples (無作為抽出・条件指定抽出, STD-9.6): who fits, who is drawn, and labels to write to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.inspection.commands.ask_listing import ask_listing
from daicho.business.inspection.commands.decide_listing import decide_listing
from daicho.business.inspection.commands.make_listing import make_listing
from daicho.business.inspection.domain.conditions import Condition, Method
from daicho.business.inspection.domain.drawing import rank
from daicho.business.inspection.domain.listings import ListKind, State
from daicho.business.inspection.domain.wishes import ListWish
from daicho.business.inspection.jobs import OUTPUT
from daicho.business.inspection.models import Listing
from daicho.business.inspection.selectors.outputs import Form
from daicho.business.inspection.tests.conftest import (
    GORO,
    content,
    elsewhere,
    people,
    printed,
    resident,
)
from daicho.foundation.jobs.public import JobRun
from daicho.foundation.jobs.tests.running import Listening, listened
from daicho.kernel.access import Access
from daicho.kernel.errors import Missing
from daicho.registers.protection.tests.scene import support
from daicho.registers.residents.domain.particulars import Sex
from daicho.registers.residents.tests.factories import (
    enter,
    foreigner,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def row_of(listing: UUID) -> Listing:
    return Listing.objects.get(key=listing)


@pytest.mark.proves("STD-9.6/m1")
def test_conditions_choose_by_sex_birth_town_kind_and_number(desk: Access, chief: Access) -> None:
    wanted = [resident(f"例示　{n}", sex=Sex.FEMALE, born=date(2000, 1, 1 + n)) for n in range(12)]
    resident("例示　男", born=date(2000, 1, 5))
    resident("例示　年", sex=Sex.FEMALE, born=date(1999, 12, 31))
    elsewhere("例示　町", sex=Sex.FEMALE, born=date(2000, 1, 5))
    enter(foreigner(birth_date=wanted[0].items.birth_date, sex=Sex.FEMALE))
    condition = Condition(
        towns=(GORO,),
        sex="female",
        born_from=date(2000, 1, 1),
        born_until=date(2000, 12, 31),
        kind="japanese",
        method=Method.SIMPLE,
        size=5,
    )
    made = sampled(desk, chief, condition)
    drawn = people(made)
    assert len(set(drawn)) == 5
    assert set(drawn) <= {one.person for one in wanted}
    seed = row_of(made).seed
    everybody = sorted((one.person for one in wanted), key=lambda p: rank(seed, p))
    assert drawn == everybody[:5]


def sampled(desk: Access, chief: Access, condition: Condition) -> UUID:
    key = uuid4()
    wish = ListWish(
        kind=ListKind.SAMPLE, condition=condition, purpose="市民意識調査", basis="総合計画"
    )
    assert ask_listing(desk, listing=key, wish=wish) is State.ASKED
    decide_listing(chief, listing=key, edition=1, approved=True)
    make_listing(desk, listing=key)
    return key


@pytest.mark.parametrize("method", [Method.SYSTEMATIC, Method.STRATIFIED])
def test_a_sample_of_every_method_has_its_size_and_no_protected_person(
    desk: Access, chief: Access, method: Method
) -> None:
    crowd = [resident(f"例示　{n}", sex=Sex.FEMALE if n % 2 else Sex.MALE) for n in range(20)]
    support(crowd[0].person)
    made = sampled(desk, chief, Condition(method=method, size=10))
    drawn = people(made)
    assert len(set(drawn)) == 10
    assert crowd[0].person not in drawn
    assert row_of(made).left_out == 1
    if method is Method.STRATIFIED:
        women = {one.person for one in crowd if one.items.sex is Sex.FEMALE}
        assert len(women & set(drawn)) == 5


@pytest.mark.proves("STD-9.6/m2")
@pytest.mark.parametrize(("form", "sheets"), [(Form.LABELS_12, 3), (Form.LABELS_24, 2)])
def test_labels_are_as_many_as_were_drawn(
    desk: Access, chief: Access, form: Form, sheets: int
) -> None:
    for n in range(26):
        resident(f"例示　{n}番", postal_code="9608051", katagaki=f"見本ハイツ{n}号")
    made = sampled(desk, chief, Condition())
    pages = printed(content(desk, made, form))
    assert len(pages) == sheets
    assert sum(page.count("様") for page in pages) == 26
    assert sum(page.count("〒960-8051") for page in pages) == 26


@pytest.mark.parametrize("form", list(Form))
def test_a_list_is_made_and_drawn_by_the_worker(desk: Access, chief: Access, form: Form) -> None:
    for n in range(3):
        resident(f"例示　{n}番")
    key = uuid4()
    wish = ListWish(kind=ListKind.SAMPLE, purpose="市民意識調査", basis="総合計画")
    ask_listing(desk, listing=key, wish=wish)
    decide_listing(chief, listing=key, edition=1, approved=True)
    both = replace(desk, duties=desk.duties | chief.duties)
    parameters = {"listing": str(key), "form": form.value, "copies": "1"}
    heard = listened(both, OUTPUT, parameters)
    assert heard.counts == (3, 3)
    (content_made,) = heard.files.values()
    assert content_made
    again = listened(both, OUTPUT, parameters)
    assert again.counts == (3, 3)
    assert Listing.objects.count() == 1
    with pytest.raises(Missing):
        listened(both, OUTPUT, {**parameters, "listing": "x"})


def test_a_job_that_is_stopped_leaves_the_list_and_draws_nothing(
    desk: Access, chief: Access
) -> None:
    resident("例示　花")
    key = sampled(desk, chief, Condition())
    stopped = Listening(stopped=True)
    parameters = {"listing": str(key), "form": "pdf", "copies": "1"}
    OUTPUT.run(JobRun(access=desk, key=uuid4(), parameters=parameters, desk=stopped))
    assert stopped.files == {}
    assert people(key)
