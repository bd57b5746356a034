"""Steps of specs/features/move_in.feature (転入, 住基法22条)."""

from __future__ import annotations

from pathlib import Path

from pytest_bdd import parsers, scenarios, then, when

from daicho.business.movements.commands.save_draft import seal_numbers
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.forms import open_form
from daicho.foundation.vault.public import NumberKind
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.labels import item_text
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.public import view_household, view_person
from daicho.registers.residents.selectors.known import AsOf
from daicho.registers.residents.selectors.person import show_number
from daicho.registers.residents.writes import holdings
from tests.features.conftest import ITEMS, Story
from tests.features.entering import Table, field_labelled, number_called
from tests.features.register import day_of, holding_of, person_named, persons_named

scenarios(str(Path(__file__).parents[2] / "specs/features/move_in.feature"))


@then(parsers.parse("世帯「{name}」を照会すると次の順に出る"), target_fixture="household")
def _(story: Story, name: str, datatable: Table) -> list[str]:
    view = view_household(story.clerk, record=holding_of(name).record, as_of=AsOf())
    told = [[line.name, line.relationship] for line in view.members]
    assert told == [list(row) for row in datatable[1:]]
    return [line.name for line in view.members]


@then("世帯の一人ずつの住民票が別々に開ける")
def _(story: Story, household: list[str]) -> None:
    opened = [
        view_person(story.clerk, record=holding_of(name).record, as_of=AsOf()) for name in household
    ]
    assert [view.head.name for view in opened if view.head] == household
    assert len({view.record for view in opened}) == len(household)


@then(parsers.parse("{name}と{other}は別の宛名番号である"))
def _(name: str, other: str) -> None:
    one, two = holding_of(name).atena_number, holding_of(other).atena_number
    assert one
    assert two
    assert one != two


@then(parsers.parse("{name}の住民票に住民票コードが記載されている"))
def _(story: Story, name: str) -> None:
    version = holding_of(name).version
    assert len(show_number(story.clerk, version=version, kind=NumberKind.RESIDENT_CODE)) == 11


@when(parsers.parse("一人目の{label}を空欄にする"))
def _(story: Story, label: str) -> None:
    spec = field_labelled(story.kind.sheet.persons, label)
    assert spec is not None
    story.paper[f"persons.0.{spec.name}"] = ""


@then(parsers.parse("一人目の住民票の{label}は空欄である"))
def _(story: Story, label: str) -> None:
    (held,) = holdings.on_day(Case.objects.get(key=story.case).persons, business_today())
    assert item_text(ITEMS[label], getattr(held.particulars, ITEMS[label])) == ""


@when(parsers.parse("以前の住民として{name}を選ぶ"))
def _(story: Story, name: str) -> None:
    story.paper["persons.0.returning"] = str(person_named(name))


@then(parsers.parse("以前の住民の候補に{day}に転出した{name}が出る"))
def _(story: Story, day: str, name: str) -> None:
    form = open_form(
        story.clerk, kind=story.kind.code, payload=seal_numbers(story.paper), case=story.case
    )
    (line,) = form.returning
    assert line.person == person_named(name)
    assert f"{day_of(day):%Y-%m-%d} 転出" in line.words
    assert name in line.words


@then(parsers.parse("{name}の除票と今の住民票の宛名番号は同じである"))
def _(name: str) -> None:
    records = holdings.on_day([person_named(name)], business_today())
    assert {held.status for held in records} == {Status.PRESENT, Status.REMOVED}
    assert len({held.atena_number for held in records}) == 1


@then(parsers.parse("氏名が{name}の人は、宛名番号の違う{count:d}人になる"))
def _(name: str, count: int) -> None:
    people = holdings.on_day(persons_named(name), business_today())
    assert len({held.atena_number for held in people}) == count


@then(parsers.parse("{name}の参照画面に{number}の住民票コードが出る"))
def _(story: Story, name: str, number: str) -> None:
    shown = show_number(
        story.clerk, version=holding_of(name).version, kind=NumberKind.RESIDENT_CODE
    )
    assert shown == number_called("resident_record_code", number)
