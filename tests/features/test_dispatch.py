"""Steps of specs/features/dispatch.feature (送付先情報, JUK-018 to 021, 047, 048, 059, IMM-007)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.tests.family import NEXT_DOOR, moving
from daicho.business.movements.tests.paper import FOREIGNER, carry_through, move_in_paper
from daicho.foundation.lines.models import VolatileBody
from daicho.foundation.lines.public import deliver_lines
from daicho.foundation.lines.tests.conftest import line_settings
from daicho.foundation.messages.public import LAYOUTS, Envelope
from daicho.gateways.dispatch.commands.arrange import arrange
from daicho.gateways.dispatch.commands.keep_roman import keep_roman
from daicho.gateways.dispatch.domain.places import Typed
from daicho.gateways.dispatch.domain.states import State
from daicho.gateways.dispatch.models import Posting
from daicho.gateways.dispatch.selectors.history import Asked, search_history
from daicho.gateways.dispatch.tests.conftest import (
    designate,
    heard,
    hurry,
    made,
    problem,
    told,
    wish_of,
)
from daicho.gateways.dispatch.tests.test_categories import BARE
from tests.features.conftest import Story
from tests.features.entering import Table
from tests.features.register import holding_of, person_named

scenarios(str(Path(__file__).parents[2] / "specs/features/dispatch.feature"))
HOSPITAL = "福島市架空町1番1号　架空病院"
CATEGORIES = {
    "中長期在留者": ("mid_long_term", FOREIGNER),
    "特別永住者": ("special_permanent", {"special_permanent_number": "見本1"}),
    "一時庇護許可者": ("temporary_refuge", {"landing_period": "6月"}),
    "仮滞在許可者": ("provisional_stay", {"provisional_stay_period": "6月"}),
}
TODAY = {"event_date": "2026-11-20", "notified_on": "2026-11-20"}


@dataclass
class Sending:
    """What was put on the line, in order; `new` since the last step that looked."""

    all: list[Envelope] = field(default_factory=list)
    new: list[Envelope] = field(default_factory=list)
    numbers: int = 100

    def make(self) -> None:
        known = {each.id for each in self.all}
        self.new = [each for each in made() if each.id not in known]
        self.all += self.new


@pytest.fixture
def sending() -> Sending:
    return Sending()


def names_in(envelope: Envelope) -> list[str]:
    return [each["items"]["40"] for each in envelope.body["households"][0]["people"]]


@given("市町村CSへの回線がある")
def _(settings: Any) -> None:  # Any: pytest-django's wrapper
    settings.LINES = line_settings()


@given(parsers.parse("「{category}」のSAMPLE MARIAが転入している"))
def _(story: Story, category: str) -> None:
    code, items = CATEGORIES[category]
    person = {**BARE, **items, "residence_category": code, "relationship": "世帯主"}
    paper = move_in_paper(person, event_date="2026-04-01", notified_on="2026-04-02")
    carry_through(*story.staff, "move_in", paper)


@when(parsers.parse("{names}の個人番号が指定される"))
def _(sending: Sending, names: str) -> None:
    heard()
    for name in names.split("、"):
        sending.numbers += 1
        designate(person_named(name), sending.numbers)


@when("送るまでの時間が過ぎる")
def _(sending: Sending) -> None:
    hurry()
    sending.make()


@when(parsers.parse("市町村CSが「{outcome}」と応える"))
def _(sending: Sending, outcome: str) -> None:
    told(sending.all[-1], outcome)


@when(parsers.parse("市町村CSが「{code}」として断る"))
def _(sending: Sending, code: str) -> None:
    told(
        sending.all[-1], "refused", problem(code, "「住所」が機構保存本人確認情報と一致しません。")
    )


@when(parsers.parse("{name}の死亡を記録する"))
def _(story: Story, name: str) -> None:
    paper = {
        f"selected.{person_named(name)}": "on",
        "event_date": "2026-11-19",
        "noticed_on": "2026-11-20",
    }
    carry_through(*story.staff, "death", paper)
    heard()


@when(parsers.parse("{name}たち世帯の転居を記録する"))
def _(story: Story, name: str) -> None:
    assert name
    people = [person_named(each) for each in ("見本　太郎", "見本　花子", "見本　一郎")]
    carry_through(*story.staff, "move_within", moving(people, **TODAY) | NEXT_DOOR)
    heard()


@when("装置が止まり、残さない本文が失われる")
def _() -> None:
    VolatileBody.objects.all().delete()
    deliver_lines()


@when(parsers.parse("{name}のローマ字氏名を「{letters}」と記録する"))
def _(story: Story, name: str, letters: str) -> None:
    wish = wish_of(person_named(name))
    keep_roman(story.clerk, wish=wish.key, name=letters, former_surname="")


@when(parsers.parse("{name}の送付先を病院に指定する"))
def _(story: Story, sending: Sending, name: str) -> None:
    wish = wish_of(person_named(name))
    typed = Typed(
        print_class="1",
        elsewhere=True,
        postal_code="9608000",
        address=HOSPITAL,
        recipient=name,
        ground="hospital",
        evidence="居所情報登録申請書",
    )
    arrange(story.clerk, wishes={wish.key: wish.edition}, typed=typed)
    sending.make()


@then(parsers.parse("{names}の送付先情報は「{state}」である"))
def _(names: str, state: str) -> None:
    found = [State(wish_of(person_named(name)).state).label for name in names.split("、")]
    assert set(found) == {state}


@then("市町村CSへ、次の人の送付先情報が1通送られる")
def _(sending: Sending, datatable: Table) -> None:
    (envelope,) = sending.new
    assert names_in(envelope) == [row[0] for row in datatable[1:]]


@then("送るものはない")
def _(sending: Sending) -> None:
    assert sending.new == []


@then("前と同じ中身が、同じ送付先管理番号で送られる")
def _(sending: Sending) -> None:
    first, second = sending.all
    assert first.id != second.id
    assert first.body == second.body


@then("送った人の項目は次のとおりである")
def _(sending: Sending, datatable: Table) -> None:
    (envelope,) = sending.new
    items = envelope.body["households"][0]["people"][0]["items"]
    numbers = {item.title: n for n, item in LAYOUTS["dispatch-65"].by_number.items()}
    for name, value in datatable[1:]:
        assert items.get(numbers[name], "（空欄）") == value, name


@then(parsers.parse("提供の記録は「{basis}」、{count:d}人である"))
def _(basis: str, count: int) -> None:
    row = Posting.objects.get()
    assert (row.basis, len(row.persons)) == (basis, count)


@then("市町村CSへ、病院あての送付先情報が送られる")
def _(sending: Sending) -> None:
    (envelope,) = sending.new
    assert envelope.body["households"][0]["items"]["4"] == HOSPITAL


@then(parsers.parse("送信履歴に、{name}への「別の送付先」の1通がある"))
def _(story: Story, name: str) -> None:
    asked = Asked(atena_number=holding_of(name).atena_number)
    (line,) = search_history(story.clerk, asked=asked, page=1).lines
    assert line.posting.elsewhere
    assert line.people[0][0] == name
