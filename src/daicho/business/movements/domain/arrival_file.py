"""Arrival notices received (転入通知の取込, STD-4.1.3.1.2): from plain rows to the papers that a counter would type. Pure.

Of several notices about one person the newest is used. What cannot go on by itself says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

from daicho.kernel.characters import search_fold_name, text_problems
from daicho.kernel.check_digits import RESIDENT_RECORD_CODE
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.segments import Holding

KIND: Final = "arrival_notice"
ADDRESS_LIMIT: Final = 300
NAME_LIMIT: Final = 100
NOTICE: Final = "notice"
"""Where a payload keeps what the notice said of the person, for whoever looks into it."""
GARBLED: Final = frozenset("〓\ufffd")
"""What other systems put in place of a character that they could not send."""


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    """One 転入通知: `notice` is its number, `sent_at` orders those about one person (ISO, as the sender wrote it).

    Dates are written as a clerk would type them; `municipality` is the 6-digit code of the new municipality.
    """

    notice: str
    sent_at: str
    resident_record_code: str
    name: str
    birth_date: str
    arrived_on: str
    noticed_on: str
    municipality: str
    address: str
    postal_code: str = ""


def newest_of(rows: Iterable[ArrivalRow]) -> tuple[tuple[ArrivalRow, ...], tuple[ArrivalRow, ...]]:
    """The newest row about each person, in the order of the file, and the others, which it replaces.

    A row without a readable 住民票コード stands for itself.
    """
    listed = list(rows)
    last: dict[str, int] = {}
    for at, row in enumerate(listed):
        key = readable_code(row) or f"row {at}"
        if key not in last or listed[last[key]].sent_at <= row.sent_at:
            last[key] = at
    kept = set(last.values())
    return (
        tuple(row for at, row in enumerate(listed) if at in kept),
        tuple(row for at, row in enumerate(listed) if at not in kept),
    )


def readable_code(row: ArrivalRow) -> str:
    """The 住民票コード of a row; empty when it cannot be one."""
    try:
        return RESIDENT_RECORD_CODE.check(row.resident_record_code, field="")
    except Invalid:
        return ""


def digest_of(row: ArrivalRow) -> str:
    """What tells one row from every other: the same row received twice is one notice, a corrected one is another."""
    text = "\x1f".join(str(value) for value in asdict(row).values())
    return sha256(text.encode()).hexdigest()


def faults_of(row: ArrivalRow, held: Sequence[Holding]) -> tuple[str, ...]:
    """Why a row cannot go on by itself, in words; `held` is the newest record of the person of its 住民票コード."""
    found = [
        f"{label}に、読めない文字か長すぎる文字があります。"
        for label, text, limit in (
            ("氏名", row.name, NAME_LIMIT),
            ("転出先住所", row.address, ADDRESS_LIMIT),
        )
        if text_problems(text, field="", limit=limit) or GARBLED & set(text)
    ]
    if not readable_code(row):
        return (*found, "住民票コードが正しくありません。")
    if not held:
        return (*found, "住民票コードの人が、台帳に見つかりません。")
    items = held[0].particulars
    names = (items.name, items.name_alphabet, items.name_kanji)
    if search_fold_name(row.name) not in {search_fold_name(n) for n in names if n}:
        found.append("氏名が、台帳の氏名と違います。")
    return tuple(found)


def paper_of(row: ArrivalRow, person: UUID | None) -> Mapping[str, str]:
    """The payload of the row's case; the 住民票コード is sealed like any number before it is kept."""
    paper = {
        "event_date": row.arrived_on,
        "noticed_on": row.noticed_on,
        "confirmed_municipality": row.municipality,
        "confirmed_address": row.address,
        "confirmed_postal": row.postal_code,
        f"{NOTICE}.number": row.notice,
        f"{NOTICE}.digest": digest_of(row),
        f"{NOTICE}.name": row.name,
        f"{NOTICE}.birth_date": row.birth_date,
    }
    if readable_code(row):
        paper[f"{NOTICE}.resident_record_code"] = row.resident_record_code
    if person is not None:
        paper[f"selected.{person}"] = "on"
    return {name: value for name, value in paper.items() if value}
