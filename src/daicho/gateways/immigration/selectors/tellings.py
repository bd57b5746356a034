"""Tellings (市町村通知の送付の一覧・一件), and the files with their handing over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.business.movements.public import case_facts, immigration_due
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.immigration.audit_types import TELLING_SEEN, TELLINGS_LISTED
from daicho.gateways.immigration.commands.writing import body_of, way
from daicho.gateways.immigration.domain.municipal import CLASSES, TYPED
from daicho.gateways.immigration.domain.states import ACTIONS, Action, State, Way
from daicho.gateways.immigration.models import NoticeFile, Telling
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, Missing
from daicho.kernel.wareki import format_wareki
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.public import check_shown, shields_of, truth_now

PER_PAGE: Final = 30
LABELS: Final = {"address": "住所", "previous_address": "前の住所", "destination": "転出先"}


@dataclass(frozen=True, slots=True)
class TellingLine:
    """One 市町村通知 as the list shows it; whoever may not be looked up has no name here."""

    message: UUID
    number: str
    name: str
    case: UUID
    reason: str
    message_class: str
    way: str
    state: State
    trouble: str
    file: str
    made_at: datetime
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class TellingPage:
    """A page of the list; `to_put_out` counts what the next file would take, where the town hands files over."""

    page: Page[Telling]
    lines: tuple[TellingLine, ...]
    counts: Mapping[State, int]
    by_file: bool
    to_put_out: int


def list_tellings(access: Access, *, state: str, page: int) -> TellingPage:
    """Those of one state, or all; in the order of the movements, the newest first where they are settled."""
    check_may(access, "immigration.tellings")
    with recorded(access, TELLINGS_LISTED) as note:
        rows = Telling.objects.select_related("file").order_by("-place")
        if state in set(State):
            rows = rows.filter(state=state)
        found = Paginator(rows, PER_PAGE).get_page(page)
        note.about(*(row.person for row in found))
        note.say(state=state, count=found.paginator.count)
        shields = shields_of(access, {row.person for row in found})
        lines = tuple(
            _line(row, hidden=row.person in shields and shields[row.person].hidden) for row in found
        )
        by_file = way() is Way.FILE
        counts = {s: Telling.objects.filter(state=s.value).count() for s in State}
        return TellingPage(found, lines, counts, by_file, to_put_out() if by_file else 0)


def to_put_out() -> int:
    """How many notices the next file would take."""
    waiting = Telling.objects.filter(way=Way.FILE.value, state=State.WAITING.value).count()
    return waiting + len(immigration_due(business_today()))


def _line(row: Telling, *, hidden: bool) -> TellingLine:
    held = None if hidden else truth_now(row.person)
    return TellingLine(
        message=row.message,
        number=row.number,
        name=held.particulars.printed_name if held else "照会が抑止されています" if hidden else "",
        case=row.case,
        reason=reason_label(row.reason),
        message_class=CLASSES[row.message_class],
        way=Way(row.way).label,
        state=State(row.state),
        trouble=row.closed_reason or "".join(problem["what"] for problem in row.problems),
        file=row.file.number if row.file else "",
        made_at=row.made_at,
        told_at=row.told_at,
    )


@dataclass(frozen=True, slots=True)
class TellingView:
    """One 市町村通知: what it says, why it came back, and what a clerk may put right."""

    line: TellingLine
    case_number: str
    is_bulk: bool
    sent: UUID | None
    problems: tuple[Mapping[str, str], ...]
    said: tuple[tuple[str, str], ...]
    typed: tuple[tuple[str, str, str], ...]
    told_number: str
    may_again: bool
    may_close: bool


def view_telling(access: Access, *, message: UUID) -> TellingView:
    """One, with what it would say if it were sent now. `Missing`, and a refusal for whom this person may not look up."""
    check_may(access, "immigration.tellings")
    with recorded(access, TELLING_SEEN) as note:
        row = Telling.objects.select_related("file").filter(pk=message).first()
        if row is None:
            raise Missing(
                "この市町村通知はありません。",
                remedy="一覧から選び直してください。",
                code="immigration.missing",
            )
        note.case_ref = row.case
        note.about(row.person)
        note.say(number=row.number, way=row.way)
        check_shown(access, (row.person,))
        facts = case_facts(row.case)
        body = _body(row)
        actions = ACTIONS[State(row.state)]
        return TellingView(
            line=_line(row, hidden=False),
            case_number=facts.number if facts else "",
            is_bulk=facts is None,
            sent=row.sent,
            problems=tuple(row.problems),
            said=_said(body),
            typed=tuple((name, LABELS[name], str(body.get(name, ""))) for name in TYPED),
            told_number=row.told_number,
            may_again=Action.AGAIN in actions,
            may_close=Action.CLOSE in actions,
        )


def _body(row: Telling) -> dict[str, Any]:  # Any: a body is JSON
    try:
        return body_of(row, now=True)
    except Conflict:
        return {}


def _said(body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    person = body.get("person", {})
    told = (
        ("異動事由", body.get("reason", "")),
        ("区別", body.get("basis", "")),
        ("異動日", _day(body.get("event_on", ""))),
        ("届出日", _day(body.get("notified_on", ""))),
        *((LABELS[name], body.get(name, "")) for name in TYPED),
        ("氏名（アルファベット）", person.get("name_alphabet", "")),
        ("氏名（漢字）", person.get("name_kanji", "")),
        ("国籍・地域", person.get("nationality", "")),
        ("在留資格", person.get("residence_status", "")),
        ("在留期間の満了の日", _day(person.get("residence_until", ""))),
    )
    return tuple((label, str(text)) for label, text in told if text)


def _day(digits: str) -> str:
    """`YYYYMMDD` as screens write it; one that is not known whole stays as it is told."""
    try:
        return format_wareki(date.fromisoformat(digits))
    except ValueError:
        return digits


def list_files(access: Access, *, page: int) -> Page[NoticeFile]:
    """The files, newest first; without their content."""
    check_may(access, "immigration.tellings")
    rows = NoticeFile.objects.defer("sealed").order_by("-made_at", "key")
    return Paginator(rows, PER_PAGE).get_page(page)
