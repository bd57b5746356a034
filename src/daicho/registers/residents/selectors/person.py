"""Person (住民票の照会): one record with all its items, and the numbers behind it (REG-002, REG-004)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.conf import settings

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import HideableItem, check_may, hidden_items
from daicho.foundation.vault.public import NumberKind, reveal
from daicho.kernel.access import Access
from daicho.kernel.characters import CharacterCodes, clusters, codes_of, variants_of
from daicho.kernel.errors import Missing, Refused
from daicho.registers.code_tables.public import DISTRICT_TITLES, districts_of
from daicho.registers.residents import ports
from daicho.registers.residents.audit_types import CHARACTERS_VIEWED, NUMBER_SHOWN, RECORD_VIEWED
from daicho.registers.residents.commands.index_person import names_of
from daicho.registers.residents.domain.particulars import Kind, Particulars, Status
from daicho.registers.residents.domain.sheet_groups import Group, groups_of, items_hidden
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors.known import AsOf, planned_of, record_of, version_of
from daicho.registers.residents.selectors.search import other_names
from daicho.registers.residents.selectors.shielding import Shield, open_shield

_NUMBERS: Final = (
    (NumberKind.INDIVIDUAL, "individual_number_ref", HideableItem.MY_NUMBER),
    (NumberKind.RESIDENT_CODE, "resident_record_code_ref", HideableItem.RESIDENT_CODE),
)


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A number that is there but hidden; `version` and `kind` are what `show_number` needs."""

    label: str
    kind: str
    version: UUID
    present: bool


@dataclass(frozen=True, slots=True)
class OtherRecord:
    """Another 住民票 of the same person: never joined to this one (STD-2.2.1)."""

    record: UUID
    kind: str
    status: str
    since: date | None


@dataclass(frozen=True, slots=True)
class RecordHead:
    """What every page about one record begins with."""

    record: UUID
    person: UUID
    atena_number: str
    kind: Kind
    name: str
    kana: str
    other_names: tuple[str, ...]
    household_number: str
    removed: str
    removed_from: date | None
    planned_on: date | None
    pending: str
    shield: Shield


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record as its screen shows it; `head` is None where nothing is known of that day."""

    record: UUID
    as_of: AsOf
    head: RecordHead | None
    groups: tuple[Group, ...]
    numbers: tuple[NumberLine, ...]
    others: tuple[OtherRecord, ...]
    history_number: int


@dataclass(frozen=True, slots=True)
class CharacterLine:
    """One character of a name, its codes, and what is searched as the same."""

    cluster: str
    codes: CharacterCodes
    alike: str


@dataclass(frozen=True, slots=True)
class CharactersView:
    """The names of a record, each with its characters."""

    record: UUID
    head: RecordHead | None
    names: tuple[tuple[str, tuple[CharacterLine, ...]], ...]


def view_person(access: Access, *, record: UUID, as_of: AsOf) -> RecordView:
    """One record on a day as known at another; one entry, whose subject is the person."""
    with recorded(access, RECORD_VIEWED) as note:
        check_may(access, "residents.view")
        row = record_of(record)
        note.about(row.person_id)
        note.say(**as_of.detail)
        shield = open_shield(access, row.person_id)
        version = version_of(record, as_of)
        if version is None:
            return RecordView(record, as_of, None, (), (), _others(row.person_id, record), 0)
        hidden = hidden_items(access)
        return RecordView(
            record=record,
            as_of=as_of,
            head=head_of(version, as_of, shield),
            groups=(
                *groups_of(
                    version.particulars(),
                    status=Status(version.status),
                    hidden=items_hidden(hidden),
                ),
                *_districts(version.particulars(), as_of),
            ),
            numbers=tuple(
                NumberLine(
                    kind.label, kind.value, version.key, getattr(version, column) is not None
                )
                for kind, column, item in _NUMBERS
                if item not in hidden
            ),
            others=_others(row.person_id, record),
            history_number=version.history_number,
        )


def _districts(items: Particulars, as_of: AsOf) -> tuple[Group, ...]:
    """地区・学校区・投票区 of the address on the day looked at (REG-075); nothing where no table says so."""
    if items.municipality_code != settings.TOWN["code"] or not items.town_code:
        return ()
    found = districts_of(items.town_code, items.banchi, as_of.day)
    lines = tuple((DISTRICT_TITLES[t], f"{name}（{code}）") for t, (code, name) in found.items())
    return (Group("区", lines),) if lines else ()


def head_of(version: Version, as_of: AsOf, shield: Shield) -> RecordHead:
    """The head of a record's pages, from the version that holds."""
    items = version.particulars()
    removed = version.status == Status.REMOVED
    return RecordHead(
        record=version.record_id,
        person=version.person_id,
        atena_number=version.person.atena_number,
        kind=items.kind,
        name=items.printed_name,
        kana=items.name_kana,
        other_names=other_names(items),
        household_number=items.household_number,
        removed=(items.removal_reason or items.removal.label) if removed else "",
        removed_from=version.valid.lower if removed else None,
        planned_on=None if removed else planned_of(version.record_id, as_of),
        pending=ports.pending_cases([version.person_id]).get(version.person_id, ""),
        shield=shield,
    )


def _others(person: UUID, record: UUID) -> tuple[OtherRecord, ...]:
    rows = (
        Version.objects.filter(AsOf().known, person=person, valid__contains=AsOf().day)
        .exclude(record=record)
        .select_related("record")
        .order_by("record__ordinal")
    )
    return tuple(
        OtherRecord(
            record=row.record_id,
            kind=row.particulars().kind.label,
            status="現存" if row.status == Status.PRESENT else "除票",
            since=row.valid.lower,
        )
        for row in rows
    )


def show_number(access: Access, *, version: UUID, kind: NumberKind) -> str:
    """The 個人番号 or 住民票コード of a version, in plain; the entry says that it was shown (STD-10.4, ACC)."""
    with recorded(access, NUMBER_SHOWN) as note:
        check_may(access, "numbers.show")
        column, item = next((column, item) for k, column, item in _NUMBERS if k is kind)
        note.say(number_kind=kind.label)
        row = Version.objects.filter(key=version).first()
        ref = getattr(row, column) if row else None
        if row is None or ref is None:
            raise Missing(
                f"{kind.label}は記載されていません。",
                remedy="住民票の画面を開き直してください。",
                code="residents.number_absent",
            )
        note.about(row.person_id)
        open_shield(access, row.person_id)
        if item in hidden_items(access):
            raise Refused(
                f"{kind.label}は表示できません。",
                why=f"{kind.label}を表示しない設定になっています。",
                remedy="必要な場合は、管理担当に設定の変更を依頼してください。",
                code="item_hidden",
            )
        number = reveal(ref)
        note.number_shown = True
        return number


def view_characters(access: Access, *, record: UUID) -> CharactersView:
    """Every character of every name of a record, with its codes (文字コード照会, STD-2.2.3)."""
    with recorded(access, CHARACTERS_VIEWED) as note:
        check_may(access, "residents.view")
        person = record_of(record).person_id
        note.about(person)
        shield = open_shield(access, person)
        version = version_of(record, AsOf())
        if version is None:
            return CharactersView(record, None, ())
        names = tuple(
            (form, tuple(_character(c) for c in clusters(name) if c.strip()))
            for form, name, _ in names_of(version.particulars())
        )
        return CharactersView(record, head_of(version, AsOf(), shield), names)


def _character(cluster: str) -> CharacterLine:
    return CharacterLine(cluster, codes_of(cluster), variants_of(cluster))
