"""Identities (統合端末の検索・照会): a search, one record with its history, its numbers; each is one entry on the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import HideableItem, check_items_open, check_may, may
from daicho.foundation.vault.public import reveal
from daicho.kernel.access import Access
from daicho.kernel.errors import Missing
from daicho.nodes.municipal_cs.audit_types import (
    IDENTITY_SEARCHED,
    IDENTITY_VIEWED,
    NUMBERS_SHOWN,
)
from daicho.nodes.municipal_cs.domain import items as at
from daicho.nodes.municipal_cs.domain.criteria import Criteria, check_criteria
from daicho.nodes.municipal_cs.domain.items import name_of
from daicho.nodes.municipal_cs.domain.shown import shown
from daicho.nodes.municipal_cs.models import Identity, IdentityVersion
from daicho.nodes.municipal_cs.selectors.found import found_by

PER_PAGE: Final = 20
TOLD: Final = {
    "waiting": "送信待ち",
    "held": "保留",
    "accepted": "受領",
    "refused": "拒否",
    "stopped": "中止",
}


@dataclass(frozen=True, slots=True)
class IdentityLine:
    """One line of what was found."""

    key: UUID
    name: str
    kana: str
    birth: str
    sex: str
    address: str
    standing: str
    expected: bool
    forbidden: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found."""

    page: Page[Identity]
    lines: tuple[IdentityLine, ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One update of a record: what it said and what the prefecture said to it."""

    sequence: int
    written_at: datetime
    reason: str
    event_on: str
    standing: str
    told: str
    told_words: str
    changed: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class IdentityView:
    """One record as its screen shows it: the items by their names, numbers hidden."""

    key: UUID
    edition: int
    line: IdentityLine
    sequence: int
    abnormal_sequence: int
    flags: tuple[tuple[str, str], ...]
    stamped_at: datetime
    items: tuple[tuple[str, str, str], ...]
    versions: tuple[VersionLine, ...]
    has_number: bool
    may_show: bool
    may_bar: bool


def search_identities(access: Access, asked: Criteria, *, page: int = 1) -> Found:
    """The records that meet the criteria; `Invalid` for fewer than allowed (JUK-013, 014). One entry, without the values."""
    check_may(access, "identity.search")
    with recorded(access, IDENTITY_SEARCHED) as note:
        note.say(items="・".join(asked.kinds), place="市町村CS")
        check_criteria(asked, settings.PROFILE.jukinet.search_pairs)
        found = Paginator(found_by(asked), PER_PAGE).get_page(page)
        note.about(*(row.key for row in found))
        note.say(count=found.paginator.count, page=found.number)
        return Found(found, tuple(line_of(row) for row in found))


def view_identity(access: Access, *, identity: UUID) -> IdentityView:
    """One record with its whole history; one entry."""
    check_may(access, "identity.view")
    with recorded(access, IDENTITY_VIEWED) as note:
        row = known(identity)
        note.about(row.key)
        versions = tuple(_versions(row))
        note.say(history=len(versions))
        return IdentityView(
            key=row.key,
            edition=row.edition,
            line=line_of(row),
            sequence=row.sequence,
            abnormal_sequence=row.abnormal_sequence,
            flags=tuple(_flags(row)),
            stamped_at=row.stamped_at,
            items=tuple(
                (n, name_of(row.layout, n), shown(n, v))
                for n, v in sorted(row.items.items(), key=lambda i: int(i[0]))
            ),
            versions=versions,
            has_number=row.number is not None,
            may_show=may(access, "identity.numbers"),
            may_bar=may(access, "identity.bar"),
        )


def show_number(access: Access, *, identity: UUID, which: str) -> str:
    """住民票コード (`code`) or 個人番号 (`number`) in the clear; one entry that says so."""
    check_may(access, "identity.numbers")
    with recorded(access, NUMBERS_SHOWN) as note:
        row = known(identity)
        note.about(row.key)
        item = HideableItem.MY_NUMBER if which == "number" else HideableItem.RESIDENT_CODE
        note.say(items=item.label)
        check_items_open(access, [item])
        ref = row.number if which == "number" else row.code
        if ref is None:
            raise Missing("個人番号はまだ付いていません。", remedy="番号の要求を確かめてください。")
        note.number_shown = True
        return reveal(ref)


def known(identity: UUID) -> Identity:
    """The record; `Missing` in words."""
    row = Identity.objects.filter(key=identity).first()
    if row is None:
        raise Missing("この本人確認情報はありません。", remedy="検索し直してください。")
    return row


def line_of(row: Identity) -> IdentityLine:
    """One record as a line."""
    return IdentityLine(
        key=row.key,
        name=row.items.get(at.NAME, ""),
        kana=row.items.get(at.KANA, ""),
        birth=shown(at.BIRTH, row.birth),
        sex=shown(at.SEX, row.sex),
        address=row.items.get(at.ADDRESS, ""),
        standing=row.standing,
        expected=row.expected,
        forbidden=row.forbidden,
    )


def _flags(row: Identity) -> list[tuple[str, str]]:
    told = (
        ("更新禁止", row.forbidden),
        ("予定者", row.expected),
        ("排他", row.exclusive),
        ("外字", row.gaiji),
    )
    return [(name, "あり" if value else "なし") for name, value in told]


def _versions(row: Identity) -> list[VersionLine]:
    """Newest first, each with the items in which it differs from the one before."""
    rows = list(IdentityVersion.objects.filter(identity=row).order_by("sequence"))
    before: dict[str, str] = {}
    found = []
    for version in rows:
        differing = sorted(
            (n for n in {*before, *version.items} if before.get(n) != version.items.get(n)),
            key=int,
        )
        found.append(_version(version, before, [n for n in differing if n not in _LINE_ITEMS]))
        before = version.items
    return found[::-1]


_LINE_ITEMS: Final = frozenset(str(n) for n in range(21, 37)) - {at.FORMER_CODE}


def _version(version: IdentityVersion, before: dict[str, str], differing: list[str]) -> VersionLine:
    return VersionLine(
        sequence=version.sequence,
        written_at=version.written_at,
        reason=version.reason,
        event_on=shown(at.EVENT_ON, version.items.get(at.EVENT_ON, "")),
        standing=version.standing,
        told=TOLD.get(version.told, version.told),
        told_words="".join(p["what"] for p in version.told_problems),
        changed=tuple(
            (
                name_of(version.layout, n),
                shown(n, before.get(n, "")),
                shown(n, version.items.get(n, "")),
            )
            for n in differing
            if before
        ),
    )
