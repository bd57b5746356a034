"""The counter's day in steps: who lives where, what is entered, what the register says afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from pytest_bdd import given, parsers, then, when

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.kind import Kind
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.selectors.board import list_cases
from daicho.business.movements.tests.paper import alerts_of, carry_through, pool
from daicho.config import wiring
from daicho.foundation.outbox.models import Message
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.kernel.errors import DaichoError, Invalid
from daicho.kernel.wareki import format_wareki
from daicho.registers.residents.domain.labels import ITEM_LABELS, item_text
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.resident_query import ResidentQuery
from daicho.registers.residents.public import search
from daicho.registers.residents.selectors.history import view_history
from daicho.registers.residents.selectors.search import ResidentLine
from daicho.registers.residents.writes import holdings
from tests.features.entering import (
    Table,
    all_fields,
    entered,
    field_labelled,
    kind_titled,
    people_entered,
    register_state,
)
from tests.features.register import day_of, held_on, holding_of, household_of

ITEMS = {label: name for name, label in ITEM_LABELS.items()} | {
    "続柄": "relationship_to_head",
    "世帯主": "head_name",
}


@dataclass
class Story:
    """What one scenario has said and done so far."""

    staff: tuple[Access, Access, Access]
    calendar: ExitStack
    kind: Kind = KINDS["move_in"]
    paper: dict[str, str] = field(default_factory=dict)
    case: UUID = field(default_factory=uuid4)
    edition: int = 0
    refusal: DaichoError | None = None
    before: tuple[object, ...] = ()

    @property
    def clerk(self) -> Access:
        return self.staff[0]

    def set_today(self, day: date) -> None:
        self.calendar.enter_context(clock.set_to(day))

    def submit(self, *, confirmed: set[str]) -> None:
        """Hand the form in; a refusal is kept for the steps that follow."""
        self.before = register_state()
        try:
            self.edition = submit(
                self.clerk,
                case=self.case,
                kind=self.kind.code,
                payload=self.paper,
                edition=self.edition,
                confirmed=confirmed,
            )
        except DaichoError as error:
            self.refusal = error

    def decide(self) -> None:
        """Examination and approval by two others; neither may fail here."""
        assert self.refusal is None, self.refusal
        _, examiner, approver = self.staff
        self.edition = examine(examiner, case=self.case, edition=self.edition)
        self.edition = approve(approver, case=self.case, edition=self.edition)


@pytest.fixture(autouse=True)
def story(
    db: None,  # noqa: ARG001  # it opens the database, and rolls back what the story did
    clerk: Access,
    examiner: Access,
    approver: Access,
) -> Iterator[Story]:
    """A new story on Friday 2026-11-20 with 住民票コード in store, wired as a process that serves."""
    wiring.connect()
    with ExitStack() as calendar:
        calendar.enter_context(clock.set_to(date(2026, 11, 20)))
        pool()
        yield Story(staff=(clerk, examiner, approver), calendar=calendar)


@given(parsers.parse("今日は{day}である"))
@when(parsers.parse("{day}になる"))
def _(story: Story, day: str) -> None:
    story.set_today(day_of(day))


@given(parsers.parse("{day}から次の世帯が{town}の{banchi}に住んでいる"))
def _(story: Story, day: str, town: str, banchi: str, datatable: Table) -> None:
    kind = KINDS["move_in"]
    lived = [
        ["転入した日", day],
        ["届出日", day],
        ["町字", town],
        ["番地・号", banchi],
        ["方書", "（空欄）"],
    ]
    paper = entered(kind, lived) | people_entered(kind, datatable)
    carry_through(*story.staff, kind.code, paper)


@given(parsers.parse("{title}を次のとおり入力する"))
@when(parsers.parse("{title}を次のとおり入力する"))
def _(story: Story, title: str, datatable: Table) -> None:
    story.kind = kind_titled(title)
    story.case, story.edition, story.refusal = uuid4(), 0, None
    story.paper = entered(story.kind, datatable)


@given("入る人は次のとおりである")
@when("入る人は次のとおりである")
def _(story: Story, datatable: Table) -> None:
    story.paper |= people_entered(story.kind, datatable)


@given("そのまま仮登録する")
@when("そのまま仮登録する")
def _(story: Story) -> None:
    story.submit(confirmed=set())


@given("知らせを確かめて仮登録する")
@when("知らせを確かめて仮登録する")
def _(story: Story) -> None:
    story.submit(confirmed=alerts_of(story.kind.code, story.paper))


@given("仮登録し、審査と決裁を受ける")
@when("仮登録し、審査と決裁を受ける")
def _(story: Story) -> None:
    story.submit(confirmed=alerts_of(story.kind.code, story.paper))
    story.decide()


@given("審査と決裁を受ける")
@when("審査と決裁を受ける")
def _(story: Story) -> None:
    story.decide()


@then(parsers.parse("「{what}」として断られる"))
def _(story: Story, what: str) -> None:
    assert story.refusal is not None, "断られなかった"
    problems = story.refusal.problems if isinstance(story.refusal, Invalid) else (story.refusal,)
    assert what in [problem.what for problem in problems]


@then("台帳は何も変わらない")
def _(story: Story) -> None:
    assert register_state() == story.before


@then(parsers.parse("確かめるまで「{what}」と知らされる"))
def _(story: Story, what: str) -> None:
    story.submit(confirmed=set())
    assert isinstance(story.refusal, Invalid)
    assert not [problem for problem in story.refusal.problems if problem.is_error]
    assert what in [problem.what for problem in story.refusal.problems]
    story.refusal, story.edition = None, 0


@then("仮登録される")
def _(story: Story) -> None:
    assert story.refusal is None, story.refusal


@then(parsers.re("受付の一覧に期限後と(?P<shown>出る|出ない)"))
def _(story: Story, shown: str) -> None:
    assert story.refusal is None, story.refusal
    (line,) = list_cases(story.clerk, state="", page=1).lines
    assert line.late is (shown == "出る")


@then("何も知らされずに仮登録される")
def _(story: Story) -> None:
    story.submit(confirmed=set())
    assert story.refusal is None, story.refusal


@then(parsers.re("(?P<day>[^\\s「]+日)の(?P<name>.+)は(?P<state>現存者|除票|住民でない)"))
def _(day: str, name: str, state: str) -> None:
    held = held_on(name, day_of(day))
    expected = {"現存者": Status.PRESENT, "除票": Status.REMOVED, "住民でない": None}[state]
    assert (held.status if held else None) is expected


@then(parsers.re("(?P<day>[^\\s「]+日)の世帯「(?P<name>.+)」は次のとおりである"))
def _(day: str, name: str, datatable: Table) -> None:
    """In 記載順位."""
    assert _household(day, name, datatable[0]) == [list(row) for row in datatable[1:]]


@then(parsers.re("(?P<day>[^\\s「]+日)の世帯「(?P<name>.+)」の続柄は次のとおりである"))
def _(day: str, name: str, datatable: Table) -> None:
    """In any order."""
    told = _household(day, name, datatable[0])
    assert sorted(told) == sorted(list(row) for row in datatable[1:])


def _household(day: str, name: str, labels: Sequence[str]) -> list[list[str]]:
    columns = [ITEMS[label] for label in labels[1:]]
    return [
        [
            held.particulars.printed_name,
            *(item_text(column, getattr(held.particulars, column)) for column in columns),
        ]
        for held in holdings.present_in([household_of(name)], day_of(day))
    ]


@then(parsers.re("(?P<name>.+)の世帯は(?P<count>\\d+)人になる"))
def _(name: str, count: str) -> None:
    members = holdings.present_in([household_of(name)], clock.business_today())
    assert len(members) == int(count)


@then(parsers.parse("{name}の住民票は次のとおりである"))
def _(name: str, datatable: Table) -> None:
    items = holding_of(name).particulars
    told = [
        [label, item_text(ITEMS[label], getattr(items, ITEMS[label]))] for label, _ in datatable
    ]
    assert told == [list(row) for row in datatable]


@then(parsers.parse("{name}の異動履歴は次のとおりである"))
def _(story: Story, name: str, datatable: Table) -> None:
    """Oldest first; a line that was said again for no day at all is still a line."""
    told = _history(story, name)
    assert [[line[label] for label in datatable[0]] for line in told] == [
        list(row) for row in datatable[1:]
    ]


@then(parsers.parse("{name}の異動履歴の最後は次のとおりである"))
def _(story: Story, name: str, datatable: Table) -> None:
    last = _history(story, name)[-1]
    assert [last[label] for label in datatable[0]] == list(datatable[1])


@then(parsers.re("(?P<name>.+)の異動履歴の(?P<number>\\d)行目で変わったのは次の項目である"))
def _(story: Story, name: str, number: str, datatable: Table) -> None:
    lines = view_history(story.clerk, record=holding_of(name).record).lines
    (line,) = (line for line in lines if line.history_number == int(number))
    assert set(line.differences) == {tuple(row) for row in datatable[1:]}


def _history(story: Story, name: str) -> list[dict[str, str]]:
    lines = view_history(story.clerk, record=holding_of(name).record).lines
    return [
        {
            "履歴番号": str(line.history_number),
            "異動事由": line.reason,
            "異動日": line.event,
            "届出・職権": line.basis,
            "処理日": format_wareki(line.processed_at.astimezone(clock.TOKYO).date()),
            "届出日": "".join(format_wareki(on) for label, on in line.dates if label == "届出日"),
        }
        for line in reversed(lines)
    ]


@then(parsers.re("(?P<name>[^「」]+)と(?P<other>[^「」]+)は(?P<how>同じ|別の)世帯番号である"))
def _(name: str, other: str, how: str) -> None:
    assert (household_of(name) == household_of(other)) is (how == "同じ")


@then(parsers.re("他の業務へ知らせるものは(?P<count>\\d+)件である"))
def _(count: str) -> None:
    assert Message.objects.count() == int(count)


@then(parsers.re("(?P<title>.+)の様式の「(?P<label>.+)」の初期値は(?P<what>空欄|処理当日)である"))
def _(title: str, label: str, what: str) -> None:
    spec = field_labelled(kind_titled(title).sheet.sections, label)
    assert spec is not None
    assert spec.initial == {"空欄": "", "処理当日": "today"}[what]


@then(parsers.re("(?P<title>.+)の様式に「(?P<label>.+)」の欄はない"))
def _(title: str, label: str) -> None:
    sheet = kind_titled(title).sheet
    assert field_labelled((*sheet.sections, *sheet.persons), label) is None


@then(parsers.parse("{title}の様式の欄は次のものだけである"))
def _(title: str, datatable: Table) -> None:
    sheet = kind_titled(title).sheet
    labels = [spec.label for spec in all_fields((*sheet.sections, *sheet.persons))]
    assert labels == [row[0] for row in datatable]


@then(parsers.re("(?P<name>.+)を(?P<removed>除票も含めて)?検索すると「(?P<told>.+)」と出る"))
def _(story: Story, name: str, removed: str | None, told: str) -> None:
    query = ResidentQuery.of({"name": name, "with_removed": "on" if removed else ""})
    lines = search(story.clerk, query).lines
    assert "、".join(_found(line) for line in lines) == ("" if told == "該当なし" else told)


def _found(line: ResidentLine) -> str:
    if line.removed:
        assert line.removed_on is not None
        return f"{line.removed} {format_wareki(line.removed_on)}"
    return f"現存・転出予定 {format_wareki(line.planned_on)}" if line.planned_on else "現存"


@then(parsers.re("他の端末で(?P<name>.+)を検索すると異動処理中と(?P<shown>出る|出ない)"))
def _(story: Story, name: str, shown: str) -> None:
    other = replace(story.clerk, staff_key=uuid4(), login="窓口2", terminal="支所1")
    (line,) = search(other, ResidentQuery.of({"name": name})).lines
    assert bool(line.pending) is (shown == "出る")
