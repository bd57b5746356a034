"""Search (検索, STD-2.1.1–2.1.3): who fits, twenty a page, each search one entry on the trail (REG-004).

One line is one record that holds today, present or removed (現存・除票). Names and addresses of the past lead
to it and are marked as past.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.staff.public import HideableItem, check_may, hidden_items
from daicho.kernel.access import Access
from daicho.kernel.characters import search_fold_kana, search_fold_name
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing, Refused
from daicho.registers.residents import ports
from daicho.registers.residents.audit_types import SEARCH_OPENED, SEARCHED
from daicho.registers.residents.commands.index_person import names_of
from daicho.registers.residents.commands.save_query import kept_queries, save_query
from daicho.registers.residents.domain.particulars import Kind, Particulars, Status
from daicho.registers.residents.domain.resident_query import (
    Criteria,
    ResidentQuery,
    banchi_numbers,
    read_query,
)
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.models import SavedQuery
from daicho.registers.residents.selectors import holdings
from daicho.registers.residents.selectors.search_conditions import matching, number_refs
from daicho.registers.residents.selectors.shielding import Shield, shields_of

PER_PAGE: Final = 20
COUNTED_TO: Final = 1000


@dataclass(frozen=True, slots=True)
class SavedLine:
    """One kept query, to be searched again or changed."""

    key: UUID
    query: ResidentQuery


@dataclass(frozen=True, slots=True)
class ResidentLine:
    """One record that was found."""

    record: UUID
    atena_number: str
    name: str
    kana: str
    other_names: tuple[str, ...]
    birth: str
    sex: str
    address: str
    relationship: str
    removed: str
    removed_on: date | None
    planned_on: date | None
    pending: str
    found_by: tuple[str, ...]
    marks: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a search. `more`: there are more than `COUNTED_TO`, which is all that is counted."""

    query: ResidentQuery
    lines: tuple[ResidentLine, ...]
    page: Page[tuple[UUID, UUID]]
    more: bool
    saved_as: UUID | None
    saved: tuple[SavedLine, ...]


def open_search(
    access: Access, *, change: UUID | None = None
) -> tuple[ResidentQuery, tuple[SavedLine, ...]]:
    """What the empty form offers: the actor's own kept queries, one of them filled in when `change` names it."""
    with recorded(access, SEARCH_OPENED):
        check_may(access, "residents.search")
        query = _kept(access, change) if change else ResidentQuery()
        return query, _saved(kept_queries(access))


def search(access: Access, query: ResidentQuery, *, page: int = 1) -> SearchPage:
    """Who fits a query. `Invalid` when it cannot be read, `Refused` for a number without the right."""
    with recorded(access, SEARCHED) as note:
        check_may(access, "residents.search")
        return _search(access, note, query, page)


def search_again(access: Access, *, saved: UUID, page: int = 1) -> SearchPage:
    """The same by a kept query of the actor's own (STD-2.1.1); `Missing` for any other."""
    with recorded(access, SEARCHED) as note:
        check_may(access, "residents.search")
        return _search(access, note, _kept(access, saved), page)


def _search(access: Access, note: Note, query: ResidentQuery, page: int) -> SearchPage:
    note.say(
        items=[label for label, _ in query.conditions],
        typed=[f"{label} {words}" for label, words in query.conditions],
        page=page,
    )
    if query.asks_for_number:
        _check_numbers(access, query)
    today = business_today()
    criteria = read_query(query, today=today)
    hits = list(matching(criteria, today=today).values_list("key", "person_id")[: COUNTED_TO + 1])
    more = len(hits) > COUNTED_TO
    found = Paginator(hits[:COUNTED_TO], PER_PAGE).get_page(page)
    note.say(
        found=f"{COUNTED_TO}件を超える" if more else len(hits),
        page=found.number,
        with_removed=criteria.with_removed,
    )
    shown = list(found.object_list)
    note.about(*(person for _, person in shown))
    saved_as, kept = save_query(access, query)
    return SearchPage(
        query=query,
        lines=_lines(access, shown, criteria, today),
        page=found,
        more=more,
        saved_as=saved_as,
        saved=_saved(kept),
    )


def _check_numbers(access: Access, query: ResidentQuery) -> None:
    check_may(access, "numbers.search")
    asked = {
        HideableItem.MY_NUMBER: query.individual_number,
        HideableItem.RESIDENT_CODE: query.resident_record_code,
    }
    for item in hidden_items(access) & {k for k, number in asked.items() if number}:
        raise Refused(
            f"{item.label}では検索できません。",
            why=f"{item.label}を表示しない設定になっています。",
            remedy="氏名や宛名番号で検索してください。",
            code="item_hidden",
        )


def _kept(access: Access, key: UUID) -> ResidentQuery:
    kept = SavedQuery.objects.filter(key=key, staff_key=access.staff_key).first()
    if kept is None:
        raise Missing(
            "保存した検索条件がありません。",
            why="新しい検索に押し出されて消えたか、ほかの職員のものです。",
            remedy="もう一度条件を入力してください。",
            code="residents.saved_query_missing",
        )
    return ResidentQuery.of(kept.conditions)


def _saved(own: list[SavedQuery]) -> tuple[SavedLine, ...]:
    return tuple(SavedLine(kept.key, ResidentQuery.of(kept.conditions)) for kept in own)


def _lines(
    access: Access, shown: list[tuple[UUID, UUID]], criteria: Criteria, today: date
) -> tuple[ResidentLine, ...]:
    people = [person for _, person in shown]
    held = holdings.of_persons(people)
    by_version = {h.version: h for h in held}
    pending = ports.pending_cases(people)
    refs = number_refs(criteria)
    shields = shields_of(access, people)
    lines = []
    for version, person in shown:
        row = by_version.get(version)
        if row is None:
            # Said anew since it was found: the next search shows what it says now.
            continue
        if shields[person].hidden:
            lines.append(_hidden_line(row, shields[person]))
            continue
        own = [h for h in held if h.person == person]
        items = row.particulars
        is_removed = row.status is Status.REMOVED
        lines.append(
            ResidentLine(
                record=row.record,
                atena_number=row.atena_number,
                name=items.printed_name,
                kana=items.name_kana,
                other_names=other_names(items),
                birth=items.birth_date.display(),
                sex=items.sex.label,
                address=full_address(items),
                relationship=items.relationship_to_head,
                removed=items.removal.label if is_removed else "",
                removed_on=row.valid.start if is_removed else None,
                planned_on=planned_removal(own, record=row.record, today=today),
                pending=pending.get(person, ""),
                found_by=tuple(_found_by(items, own, criteria, refs)),
                marks=shields[person].marks,
            )
        )
    return tuple(lines)


def _hidden_line(row: Holding, shield: Shield) -> ResidentLine:
    """Staff see that somebody was found, and whom to ask; nothing else (practice.md §5)."""
    return ResidentLine(
        record=row.record,
        atena_number=row.atena_number,
        name=row.particulars.printed_name,
        kana="",
        other_names=(),
        birth="",
        sex="",
        address="照会が抑止されています。担当に確かめてください。",
        relationship="",
        removed="",
        removed_on=None,
        planned_on=None,
        pending="",
        found_by=(),
        marks=shield.marks,
        hidden=True,
    )


def full_address(items: Particulars) -> str:
    """住所 with its 方書."""
    return items.full_address


def other_names(items: Particulars) -> tuple[str, ...]:
    """旧氏, 通称 and the other forms of a name, each with its label."""
    forms = (
        (("旧氏", items.former_surname),)
        if items.kind is Kind.JAPANESE
        else (("通称", items.alias), ("漢字", items.name_kanji))
    )
    return tuple(f"{label} {name}" for label, name in forms if name and name != items.printed_name)


def planned_removal(own: list[Holding], *, record: UUID, today: date) -> date | None:
    """The first day on which a present record will be 除票 (転出予定日, practice.md §1-8); None when none is planned."""
    days = [
        h.valid.start
        for h in own
        if h.record == record
        and h.status is Status.REMOVED
        and h.valid.start
        and h.valid.start > today
    ]
    return min(days, default=None)


def _found_by(
    items: Particulars, own: list[Holding], criteria: Criteria, refs: dict[str, UUID | None]
) -> list[str]:
    """Why a record is listed whose shown items do not say so: a name, an address or a number of the past."""
    words = []
    if criteria.by_name and not _fitting_name(items, criteria):
        past = next(filter(None, (_fitting_name(h.particulars, criteria) for h in own)), "")
        words += [f"過去の{past}"] if past else []
    if criteria.by_place and not _fits_place(items, criteria):
        past = next(
            (full_address(h.particulars) for h in own if _fits_place(h.particulars, criteria)), ""
        )
        words += [f"過去の住所 {past}"] if past else []
    if any(ref is not None and getattr(items, column) != ref for column, ref in refs.items()):
        words.append("過去の番号")
    return words


def _fitting_name(items: Particulars, criteria: Criteria) -> str:
    for form, name, kana in names_of(items):
        keys = {"name_key": search_fold_name(name), "kana_key": search_fold_kana(kana)}
        if criteria.fits_name(**keys):
            return f"{form} {name}"
    return ""


def _fits_place(items: Particulars, criteria: Criteria) -> bool:
    return criteria.fits_place(
        town_code=items.town_code,
        address_key=search_fold_name(items.address),
        banchi=banchi_numbers(items.banchi),
        katagaki_key=search_fold_name(items.katagaki),
    )
