"""Steps of specs/features/inspection.feature (閲覧, REG-087, REG-088, STD-9.5)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.inspection.commands.ask_listing import ask_listing
from daicho.business.inspection.commands.conclude import confirm
from daicho.business.inspection.commands.decide import take_step
from daicho.business.inspection.commands.make_listing import make_listing
from daicho.business.inspection.domain.conditions import Condition
from daicho.business.inspection.domain.grounds import GROUNDS
from daicho.business.inspection.domain.listings import RULES, ListKind
from daicho.business.inspection.domain.states import Action
from daicho.business.inspection.domain.wishes import ListWish
from daicho.business.inspection.models import Application, Listing
from daicho.business.inspection.selectors.applications import view_application
from daicho.business.inspection.selectors.report import open_report
from daicho.business.inspection.selectors.wording import town_names
from daicho.business.inspection.tests.conftest import people
from daicho.business.inspection.tests.scene import (
    UNIVERSITY,
    disposed,
    edition,
    listed,
    received,
    shown,
    step,
)
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import DaichoError
from daicho.kernel.wareki import format_wareki
from daicho.registers.protection.tests.scene import support
from tests.features.conftest import Story
from tests.features.entering import Table
from tests.features.register import person_named

scenarios(str(Path(__file__).parents[2] / "specs/features/inspection.feature"))


@dataclass
class Inspecting:
    """The application and the lists of a scenario."""

    staff: tuple[Access, Access, Access]
    application: UUID = field(default_factory=uuid4)
    own: UUID | None = None
    ledger: UUID | None = None

    def listing(self, key: UUID | None) -> Listing:
        assert key is not None
        return Listing.objects.get(key=key)


@pytest.fixture
def inspecting(story: Story) -> Inspecting:
    clerk, examiner, approver = (one.serving(Purpose.BATCH) for one in story.staff)
    return Inspecting((clerk, examiner, approver))


def code_of(town: str) -> str:
    names = town_names(business_today())
    return next(code for code, name in names.items() if name == town)


@given("証明書を出す認証者がいる")
def _() -> None:
    set_certifier(
        system_access(Purpose.ADMINISTRATION, job="test"),
        valid_from=date(2020, 4, 1),
        title="見本市長",
        name="台帳　守",
    )


@given(parsers.parse("{name}に支援措置がある"))
def _(name: str) -> None:
    support(person_named(name))


@when(parsers.parse("{town}の閲覧台帳を作る"))
def make_ledger(inspecting: Inspecting, town: str) -> None:
    inspecting.ledger = uuid4()
    wish = ListWish(kind=ListKind.INSPECTION, condition=Condition(towns=(code_of(town),)))
    ask_listing(inspecting.staff[0], listing=inspecting.ledger, wish=wish)
    make_listing(inspecting.staff[0], listing=inspecting.ledger)


@then(parsers.parse("閲覧台帳の項目は「{items}」である"))
def _(items: str) -> None:
    columns = RULES[ListKind.INSPECTION].columns
    assert [column.label for column in columns] == items.split("、")


@then(parsers.parse("閲覧台帳に載っているのは{names}である"))
def _(inspecting: Inspecting, names: str) -> None:
    assert inspecting.ledger is not None
    assert set(people(inspecting.ledger)) == {person_named(name) for name in names.split("、")}


@when(parsers.parse("「{label}」の閲覧を申し出る"))
def _(story: Story, inspecting: Inspecting, label: str) -> None:
    ground = next(code for code, row in GROUNDS.items() if row.label == label)
    try:
        received(inspecting.staff[0], replace(UNIVERSITY, ground=ground))
    except DaichoError as error:
        story.refusal = error


@then(parsers.parse("「{label}」の閲覧はできないとして断られる"))
def _(story: Story, label: str) -> None:
    assert story.refusal is not None
    assert story.refusal.what == f"「{label}」の閲覧はできません。"


@then("閲覧の受付は1件もない")
def _() -> None:
    assert not Application.objects.exists()


@given(parsers.parse("架空大学が{town}の閲覧を申し出ている"))
def _(inspecting: Inspecting, town: str) -> None:
    paper = replace(UNIVERSITY, condition=Condition(towns=(code_of(town),)))
    inspecting.application = received(inspecting.staff[0], paper)


@when("受け付けた職員が自分で審査する")
def _(story: Story, inspecting: Inspecting) -> None:
    clerk, examiner, _ = inspecting.staff
    both = replace(examiner, staff_key=clerk.staff_key)
    try:
        take_step(both, application=inspecting.application, edition=1, action=Action.EXAMINE)
    except DaichoError as error:
        story.refusal = error


@then(parsers.parse("「{words}」ものとして断られる"))
def _(story: Story, words: str) -> None:
    assert story.refusal is not None
    assert words in story.refusal.what


@given("審査と決裁で認められ、閲覧用リストができている")
def _(inspecting: Inspecting) -> None:
    clerk, examiner, approver = inspecting.staff
    step(examiner, inspecting.application, Action.EXAMINE)
    step(approver, inspecting.application, Action.APPROVE)
    inspecting.own = listed(clerk, inspecting.application).key


@when("閲覧用リストの1頁を閲覧させ、リストを廃棄する")
def _(inspecting: Inspecting) -> None:
    own = inspecting.listing(inspecting.own)
    shown(inspecting.staff[0], inspecting.application, own)
    disposed(inspecting.staff[0], own)


@when(parsers.parse("{town}の閲覧台帳の1頁を閲覧させる"))
def _(inspecting: Inspecting, town: str) -> None:
    make_ledger(inspecting, town)
    ledger = inspecting.listing(inspecting.ledger)
    shown(inspecting.staff[0], inspecting.application, ledger)


@then(parsers.parse("「{words}」が相違として示される"))
def _(inspecting: Inspecting, words: str) -> None:
    view = view_application(inspecting.staff[0], application=inspecting.application)
    assert any(words in difference for difference in view.differences)


@when("閲覧を確認する")
def _(story: Story, inspecting: Inspecting) -> None:
    key = inspecting.application
    try:
        confirm(inspecting.staff[1], application=key, edition=edition(key))
    except DaichoError as error:
        story.refusal = error


@then(parsers.parse("閲覧は「{label}」である"))
def _(inspecting: Inspecting, label: str) -> None:
    view = view_application(inspecting.staff[0], application=inspecting.application)
    assert view.state.label == label


@then(parsers.parse("令和8年度の公表は次のとおりである"))
def _(inspecting: Inspecting, datatable: Table) -> None:
    report = open_report(inspecting.staff[0], year=2026)
    told = [
        [row.who, row.outline, format_wareki(row.inspected_on), row.scope] for row in report.rows
    ]
    assert told == datatable[1:]
