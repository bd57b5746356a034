"""Measures (支援措置の照会): the list with those about to run out on top, and one measure with all its facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may, may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing
from daicho.registers.protection import ports
from daicho.registers.protection.audit_types import (
    MEASURE_FORM_OPENED,
    MEASURE_VIEWED,
    MEASURES_LISTED,
)
from daicho.registers.protection.commands.editions import measure_missing
from daicho.registers.protection.domain.acts import BEFORE, Act, may_be_done
from daicho.registers.protection.domain.letters import LetterKind, occasion_of
from daicho.registers.protection.domain.measure import (
    Facts,
    State,
    passes_on,
    since_of,
    state_on,
    until_of,
)
from daicho.registers.protection.domain.spans import renewable_from
from daicho.registers.protection.models import MeasureEdition
from daicho.registers.protection.models.measure import OPEN
from daicho.registers.protection.ports import Quoted

PER_PAGE = 20


class Show(StrEnum):
    """Which measures a list shows."""

    OPEN = "open"
    DUE = "due"
    PROVISIONAL = "provisional"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return _SHOWN[self]


_SHOWN = {
    Show.OPEN: "終了していないもの",
    Show.DUE: "支援措置期限（1か月以内・期間終了）",
    Show.PROVISIONAL: "仮支援措置",
    Show.ENDED: "終了",
}
_STATES = {
    Show.DUE: {State.EXPIRING, State.EXPIRED},
    Show.PROVISIONAL: {State.PROVISIONAL},
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a measure stands today for one of its people."""

    state: State
    former: bool
    since: date
    until: date | None

    @property
    def words(self) -> str:
        return f"{self.state.label}（前住所地）" if self.former else self.state.label

    @property
    def tone(self) -> str:
        tones = {
            State.ACTIVE: "good",
            State.PROVISIONAL: "key",
            State.EXPIRING: "warning",
            State.EXPIRED: "error",
        }
        return tones.get(self.state, "off")


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One line of the list."""

    measure: UUID
    applicant: Quoted | None
    joint: int
    role: str
    standing: Standing
    starts_on: date | None
    ends_on: date | None
    renewable_from: date | None
    notice_on: date | None


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """A page of the list."""

    page: Page[MeasureEdition]
    lines: tuple[MeasureLine, ...]


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One edition of the history."""

    edition: int
    act: str
    kept_at: datetime
    kept_by: str


@dataclass(frozen=True, slots=True)
class MeasureView:
    """One measure as it stands in one edition; `acts` are those that may be done now by this person."""

    measure: UUID
    edition: int
    newest: int
    facts: Facts
    standing: Standing
    people: Mapping[UUID, Quoted]
    standings: Mapping[UUID, Standing]
    editions: tuple[EditionLine, ...]
    acts: tuple[Act, ...]
    letters: tuple[LetterKind, ...] = ()

    @property
    def applicant(self) -> Quoted | None:
        return self.people.get(self.facts.applicant)


def list_measures(
    access: Access, *, show: Show, page: int, per_page: int = PER_PAGE
) -> MeasurePage:
    """The measures of one kind; one entry for the page. What runs out comes first."""
    check_may(access, "protection.view")
    with recorded(access, MEASURES_LISTED) as note:
        today = business_today()
        rows = MeasureEdition.objects.filter(OPEN, ended_on__isnull=show is not Show.ENDED)
        ordered = list(rows.order_by("-ended_on", "ends_on", "kept_at"))
        standings = standings_of([(row, row.content) for row in ordered], today)
        wanted = _STATES.get(show, set(State))
        chosen = [row for row in ordered if standings[row.pk].state in wanted]
        chosen.sort(key=lambda r: standings[r.pk].state not in _STATES[Show.DUE])
        found = Paginator(chosen, per_page).get_page(page)
        note.about(*(p for row in found for p in row.persons))
        note.say(filter=show.value, page=found.number, found=found.paginator.count)
        who = _quoted(row.applicant for row in found)
        return MeasurePage(found, tuple(_line(row, who, standings[row.pk]) for row in found))


def view_measure(access: Access, *, measure: UUID, edition: int | None = None) -> MeasureView:
    """One measure in its newest edition, or in an earlier one; one entry about all its people."""
    check_may(access, "protection.view")
    with recorded(access, MEASURE_VIEWED) as note:
        view = _view(access, measure, edition)
        note.about(*view.facts.people)
        note.say(measure=str(measure), edition=view.edition, output="画面")
        return view


def open_letter(access: Access, *, measure: UUID, kind: LetterKind) -> bytes:
    """The PDF of a letter that went out; `Missing` when none did. One entry about all its people."""
    check_may(access, "protection.view")
    with recorded(access, MEASURE_VIEWED) as note:
        view = _view(access, measure, None)
        note.about(*view.facts.people)
        note.say(measure=str(measure), edition=view.edition, output=kind.label)
        pdf = ports.sent_letter(occasion_of(kind, measure, view.facts))
        if pdf is None:
            raise Missing(
                f"{kind.label}は、まだ出していません。",
                remedy="支援措置の画面から出してください。",
                code="protection.letter_missing",
            )
        return pdf


def open_measure_form(access: Access, *, measure: UUID) -> MeasureView:
    """What the form of a correction or of an act begins with; one entry."""
    check_may(access, "protection.manage")
    with recorded(access, MEASURE_FORM_OPENED) as note:
        view = _view(access, measure, None)
        note.about(*view.facts.people)
        return view


def quote_for_form(access: Access, *, person: UUID) -> Quoted:
    """Who a new application would be of, as the register says; one entry."""
    check_may(access, "protection.manage")
    with recorded(access, MEASURE_FORM_OPENED, subjects=(person,)):
        found = _quoted([person]).get(person)
        if found is None:
            raise measure_missing()
        return found


def quoted_again(persons: Iterable[UUID]) -> Mapping[UUID, Quoted]:
    """The people of a form once more, after an act that was itself entered (a refusal): no second entry."""
    return _quoted(persons)


def _view(access: Access, measure: UUID, edition: int | None) -> MeasureView:
    rows = list(MeasureEdition.objects.filter(measure=measure).order_by("edition"))
    shown = next((r for r in rows if r.edition == (edition or len(rows))), None)
    if shown is None:
        raise measure_missing()
    today = business_today()
    facts = shown.content
    left = ports.moved_out_on(facts.people, today)
    standings = {p: _standing(facts, today, left.get(p)) for p in facts.people}
    own = standings[facts.applicant]
    newest = shown.edition == len(rows) and may(access, "protection.manage")
    return MeasureView(
        measure=measure,
        edition=shown.edition,
        newest=len(rows),
        facts=facts,
        standing=own,
        people=_quoted(facts.people),
        standings=standings,
        editions=tuple(
            EditionLine(r.edition, Act(r.act).label, r.kept_at, r.kept_by_name)
            for r in reversed(rows)
        ),
        acts=tuple(a for a in BEFORE if newest and may_be_done(a, facts, own.state)),
        letters=_sent(measure, facts),
    )


def _sent(measure: UUID, facts: Facts) -> tuple[LetterKind, ...]:
    """The letters that went out: of its start, and of the end of its last period."""
    occasions = {occasion_of(kind, measure, facts): kind for kind in LetterKind}
    sent = ports.letters_sent(occasions)
    return tuple(kind for occasion, kind in occasions.items() if occasion in sent)


def _standing(facts: Facts, day: date, left: date | None) -> Standing:
    state = state_on(facts, day, moved_out_on=left)
    return Standing(
        state=state,
        former=state is State.PROVISIONAL and passes_on(facts, day, moved_out_on=left),
        since=since_of(facts, day, moved_out_on=left),
        until=until_of(facts, day, moved_out_on=left),
    )


def standings_of(rows: Sequence[tuple[MeasureEdition, Facts]], day: date) -> dict[int, Standing]:
    left = ports.moved_out_on({row.applicant for row, _ in rows}, day) if rows else {}
    return {row.pk: _standing(facts, day, left.get(row.applicant)) for row, facts in rows}


def _quoted(persons: Iterable[UUID]) -> Mapping[UUID, Quoted]:
    people = list(persons)
    return ports.quote(people) if people else {}


def _line(row: MeasureEdition, who: Mapping[UUID, Quoted], standing: Standing) -> MeasureLine:
    facts = row.content
    return MeasureLine(
        measure=row.measure,
        applicant=who.get(row.applicant),
        joint=len(facts.joint),
        role=facts.role.label,
        standing=standing,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        renewable_from=renewable_from(facts.ends_on) if facts.ends_on else None,
        notice_on=facts.notice_on,
    )
