"""Annexes (附票の検索と一件): who is in one, and everything that was ever entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q

from daicho.foundation.audit.public import recorded
from daicho.foundation.law_values import value_on
from daicho.foundation.staff.public import HideableItem, check_may, hidden_items
from daicho.gateways.family_register.audit_types import ANNEX_VIEWED, ANNEXES_SEARCHED
from daicho.gateways.family_register.domain.annex import KEPT_CODE, Basis, State, kept_until
from daicho.gateways.family_register.domain.dates import birth_shown, shown
from daicho.gateways.family_register.domain.notices import Sending
from daicho.gateways.family_register.models import Annex, AnnexEntry, AnnexLine
from daicho.kernel.access import Access
from daicho.kernel.addresses import fold_place
from daicho.kernel.characters import search_fold_name
from daicho.kernel.errors import Missing
from daicho.registers.protection.public import marks_of
from daicho.registers.residents.public import check_shown, shields_of

PER_PAGE: Final = 20
VEIL: Final = "（表示できません）"


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One person of a 附票, as the search shows them."""

    annex: UUID
    number: str
    domicile: str
    head: str
    name: str
    birth: str
    state: str
    ended: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of what was found."""

    page: Page[AnnexLine]
    lines: tuple[FoundLine, ...]


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry of the history."""

    number: int
    name: str
    kana: str
    former_surname: str
    birth: str
    sex: str
    address: str
    since: str
    overseas: str
    reason: str
    event_on: str
    recorded_on: date
    basis: str
    source: str
    by: str
    case: UUID | None
    notice: UUID | None
    code: bool
    update: str
    handed: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person with everything that was entered of them, the newest first."""

    record_number: str
    name: str
    ended: str
    ended_on: date | None
    marks: tuple[str, ...]
    entries: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class AnnexView:
    """One 附票. `kept_until` is the last day of a closed one's years, which are its own (FAM-012)."""

    key: UUID
    number: str
    domicile: str
    head: str
    state: State
    opened_on: date
    closed_on: date | None
    closed_words: str
    kept_until: date | None
    rewritten_from: UUID | None
    people: tuple[PersonView, ...]


def search_annexes(
    access: Access, *, name: str, domicile: str, head: str, closed: bool, page: int
) -> FoundPage | None:
    """People of 附票 by 氏名, 本籍 or 筆頭者 (from the start); None where nothing was asked for."""
    asked = {"氏名": name.strip(), "本籍": domicile.strip(), "筆頭者": head.strip()}
    with recorded(access, ANNEXES_SEARCHED) as note:
        check_may(access, "family.annexes")
        note.say(conditions="、".join(f"{k}={v}" for k, v in asked.items() if v), count=0)
        if not any(asked.values()):
            return None
        wanted = Q()
        for column, text, fold in (
            ("name_key", name, search_fold_name),
            ("annex__domicile_key", domicile, fold_place),
            ("annex__head_key", head, search_fold_name),
        ):
            if key := fold(text):
                wanted &= Q(**{f"{column}__startswith": key})
        rows = AnnexLine.objects.filter(wanted).select_related("annex")
        if not closed:
            rows = rows.filter(annex__state=State.CURRENT.value, ended_on=None)
        found = Paginator(rows.order_by("annex__number", "record_number"), PER_PAGE).get_page(page)
        persons = [line.person for line in found if line.person]
        hidden = {p for p, shield in shields_of(access, persons).items() if shield.hidden}
        note.about(*persons)
        note.say(count=found.paginator.count)
        lines = _found(access, found, hidden)
    return FoundPage(found, lines)


def view_annex(access: Access, *, annex: UUID) -> AnnexView:
    """One 附票 with its history. `Refused` when looking up somebody in it is suppressed."""
    with recorded(access, ANNEX_VIEWED) as note:
        check_may(access, "family.annexes")
        row = Annex.objects.filter(key=annex).first()
        if row is None:
            raise Missing("この附票はありません。", remedy="検索し直してください。")
        lines = list(AnnexLine.objects.filter(annex=row).order_by("record_number"))
        persons = [line.person for line in lines if line.person]
        note.about(*persons)
        note.say(number=row.number)
        check_shown(access, persons)
        marks = marks_of(persons)
        veiled = HideableItem.DOMICILE in hidden_items(access)
        return AnnexView(
            key=row.key,
            number=row.number,
            domicile=VEIL if veiled else row.domicile,
            head=VEIL if veiled else row.head,
            state=State(row.state),
            opened_on=row.opened_on,
            closed_on=row.closed_on,
            closed_words=row.closed_words,
            kept_until=kept_to(row),
            rewritten_from=row.rewritten_from,
            people=tuple(_person(line, marks) for line in lines),
        )


def kept_to(row: Annex) -> date | None:
    """Until when a closed 附票 is kept; None for a current one."""
    if row.closed_on is None:
        return None
    period = value_on("retention_periods", KEPT_CODE, row.closed_on)
    return kept_until(row.closed_on, years=int(period.facts["years"]))


def _found(access: Access, found: Page[AnnexLine], hidden: set[UUID]) -> tuple[FoundLine, ...]:
    marks = marks_of([line.person for line in found if line.person])
    newest = {
        entry.line_id: entry
        for entry in AnnexEntry.objects.filter(line__in=list(found)).order_by("number")
    }
    veiled = HideableItem.DOMICILE in hidden_items(access)
    return tuple(
        FoundLine(
            annex=line.annex.key,
            number=line.record_number,
            domicile=VEIL if veiled else line.annex.domicile,
            head=VEIL if veiled else line.annex.head,
            name=VEIL if line.person in hidden else newest[line.key].name,
            birth="" if line.person in hidden else birth_shown(line.birth_on),
            state=State(line.annex.state).label,
            ended=line.ended_words,
            marks=marks.get(line.person, ()) if line.person else (),
        )
        for line in found
    )


def _person(line: AnnexLine, marks: Mapping[UUID, tuple[str, ...]]) -> PersonView:
    entries = list(AnnexEntry.objects.filter(line=line).order_by("-number"))
    return PersonView(
        record_number=line.record_number,
        name=entries[0].name if entries else "",
        ended=line.ended_words,
        ended_on=line.ended_on,
        marks=marks.get(line.person, ()) if line.person else (),
        entries=tuple(_entry(entry) for entry in entries),
    )


def _entry(entry: AnnexEntry) -> EntryLine:
    return EntryLine(
        number=entry.number,
        name=entry.name,
        kana=entry.name_kana,
        former_surname=entry.former_surname,
        birth=birth_shown(entry.birth_on),
        sex=entry.sex,
        address=entry.address,
        since=shown(entry.address_since),
        overseas=entry.overseas,
        reason=entry.reason,
        event_on=shown(entry.event_on),
        recorded_on=entry.recorded_on,
        basis=Basis(entry.basis).label,
        source=entry.source,
        by=entry.made_by_name,
        case=entry.case,
        notice=entry.notice,
        code=bool(entry.code_sealed),
        update=Sending(entry.update_state).label if entry.update_state else "",
        handed=entry.handover is not None,
    )
