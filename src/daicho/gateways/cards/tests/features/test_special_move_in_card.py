"""Steps of specs/features/special_move_in_card.feature (個人番号カードを使った特例転入, JUK-007)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.models import Case
from daicho.business.movements.public import open_special_move_in
from daicho.business.movements.tests.certificates import document
from daicho.business.movements.tests.family import Staff, now
from daicho.business.movements.tests.paper import pool
from daicho.config import wiring
from daicho.foundation.vault.public import reveal
from daicho.gateways.cards.domain.check import Result
from daicho.gateways.cards.tests.conftest import Sent
from daicho.gateways.cards.tests.test_check import check, hand_in
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.particulars import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
scenarios(str(Path(__file__).parents[6] / "specs/features/special_move_in_card.feature"))


@dataclass
class Counter:
    """The draft at the counter, and why it did not go on."""

    case: UUID | None = None
    refusal: Invalid | None = None

    @property
    def draft(self) -> UUID:
        assert self.case is not None
        return self.case


@pytest.fixture
def counter() -> Counter:
    return Counter()


@given("カードの確認を必ず記録する市である")
def _(settings: Any) -> None:  # Any: pytest-django's wrapper
    wiring.connect()
    cards = settings.PROFILE.cards.model_copy(update={"check_required": True})
    settings.PROFILE = settings.PROFILE.model_copy(update={"cards": cards})


@given("カードのある世帯の転出証明書情報を引用した特例転入の下書きがある")
def _(counter: Counter, staff: Staff) -> None:
    pool()
    told = document()
    told["people"] = [p | {"card_status": "個人番号カード交付済"} for p in told["people"]]
    counter.case = open_special_move_in(staff[0], document=told)


@when(parsers.parse("窓口で、カードの暗証番号の照合が「{words}」と記録される"))
def _(counter: Counter, staff: Staff, words: str) -> None:
    result = next((each for each in Result if each.label == words), None)
    assert (result is None) == (words == "なし")
    if result is not None:
        check(staff, counter.draft, result.value)


@when("特例転入を仮登録しようとする")
def _(counter: Counter, staff: Staff) -> None:
    try:
        hand_in(staff, counter.draft)
    except Invalid as error:
        counter.refusal = error


@then(parsers.parse("「{what}」として断られ、下書きのままである"))
def _(counter: Counter, what: str) -> None:
    assert counter.refusal is not None
    assert [problem.what for problem in counter.refusal.problems] == [what]
    assert Case.objects.get(key=counter.draft).state == "draft"


@when("特例転入を仮登録し、審査と決裁を受ける")
def _(counter: Counter, staff: Staff, sent: Sent) -> None:
    edition = examine(staff[1], case=counter.draft, edition=hand_in(staff, counter.draft))
    approve(staff[2], case=counter.draft, edition=edition)
    sent()


@then("全員の住民票が記載され、氏名と住民票コードは転出証明書情報のとおりである")
def _(counter: Counter) -> None:
    case = Case.objects.get(key=counter.draft)
    wanted = {(p["name"], p["resident_record_code"]) for p in document()["people"]}
    found = set()
    for person in case.persons:
        held = now(person)
        assert held.status is Status.PRESENT
        assert held.particulars.resident_record_code_ref is not None
        found.add((held.particulars.name, reveal(held.particulars.resident_record_code_ref)))
    assert found == wanted


@then(parsers.parse("特例転入の様式に「{label}」の欄はない"))
def _(label: str) -> None:
    def has(code: str) -> bool:
        sheet = KINDS[code].sheet
        parts = (*sheet.sections, *sheet.persons)
        return label in {spec.label for part in parts for spec in part.fields}

    assert has("move_in")
    assert not has("special_move_in")
