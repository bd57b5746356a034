"""Move in (転入, 住基法22条): people come from another municipality or from abroad, alone or into a household."""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.basis import (
    EX_OFFICIO,
    NOTIFICATION,
    basis_section,
    read_basis,
)
from daicho.business.movements.domain.entry import PERSONS, WHERE, Terms, entry_plan, read_coming
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.previous_place import PREVIOUS_FIELDS, read_previous
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.special_words import FIELD, special_words
from daicho.business.movements.domain.world import World
from daicho.kernel.periods import fourteen_days
from daicho.kernel.uncertain_dates import EXACT_PAST

DOMESTIC_WITH_CERTIFICATE: Final = "domestic_certificate"
DOMESTIC: Final = "domestic"
OVERSEAS: Final = "overseas"
ORIGINS: Final = (
    (DOMESTIC_WITH_CERTIFICATE, "国内（転出証明書あり）"),
    (DOMESTIC, "国内（転出証明書なし）"),
    (OVERSEAS, "国外から"),
)
NO_CERTIFICATE: Final = (
    ("network", "住基ネットで転出を確認した"),
    ("asked", "転出地の市区町村に照会して確認した"),
    ("lost", "紛失し、再交付を受けられない"),
)
BASES: Final = (NOTIFICATION, EX_OFFICIO)
"""A 転入 that nobody notified may be made good ex officio, under the same rules but for the 届出日 (STD-4.2.0.2)."""
EVENT: Final = sheet.FieldSpec(
    "event_date",
    "転入した日（異動日）",
    sheet.Input.DATE,
    hint=sheet.DATE_HINT,
    required=True,
)

SHEET: Final = sheet.Sheet(
    sections=(
        sheet.Section(
            "転入",
            (
                sheet.FieldSpec("origin", "転入の種類", sheet.Input.CHOICE, ORIGINS, required=True),
                EVENT,
                *PREVIOUS_FIELDS,
                sheet.FieldSpec("certificate_seen", "転出証明書を確認した", sheet.Input.CHECK),
                sheet.FieldSpec(
                    "no_certificate_reason",
                    "転出証明書がない理由",
                    sheet.Input.CHOICE,
                    (("", "—"), *NO_CERTIFICATE),
                    hint="国内の転入で、転出証明書がないとき",
                ),
                sheet.FieldSpec(
                    "entry_proof",
                    "入国を確かめた書類",
                    hint="国外からのとき。例: 旅券の帰国日、搭乗券",
                ),
            ),
        ),
        basis_section(BASES),
        sheet.NOTIFIER,
        *WHERE,
        sheet.Section("特別養子縁組", (FIELD,), folded=True),
    ),
    persons=PERSONS,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 転入; None when too little could be read. All problems are noted on the reader."""
    origin = reader.choice("origin", "転入の種類", [code for code, _ in ORIGINS])
    event = reader.legal_date("event_date", "転入した日", EXACT_PAST)
    basis = read_basis(reader, BASES)
    items = read_previous(reader, required=bool(origin))
    _check_papers(reader, origin)
    day = event.sort_on if event else world.today
    coming = read_coming(reader, world, day)
    if event is None or coming is None:
        return None
    overseas = origin == OVERSEAS
    return entry_plan(
        reader,
        coming,
        Terms(
            kind="move_in",
            reason="entry_overseas_move_in" if overseas else "entry_domestic_move_in",
            basis=basis,
            event=event,
            resident_reason="転入",
            items=items,
            attention=special_words(reader, "転入前住所"),
            deadline=fourteen_days(day, calendar=world.calendar),
        ),
    )


def _check_papers(reader: Reader, origin: str) -> None:
    if origin == DOMESTIC_WITH_CERTIFICATE and not reader.has("certificate_seen"):
        reader.note(
            "certificate_seen",
            "certificate_not_seen",
            "転出証明書の確認が済んでいません。",
            "「転出証明書あり」を選んだときは、確認が要ります。",
            "転出証明書を確かめて印を付けるか、転入の種類を選び直してください。",
        )
    if origin == DOMESTIC:
        reader.choice(
            "no_certificate_reason", "転出証明書がない理由", [code for code, _ in NO_CERTIFICATE]
        )
        reader.alert(
            "origin",
            "no_certificate",
            "転出証明書のない国内の転入です。",
            "転出証明書か、これに準ずる証明書を添える決まりです。",
            "転出地に確かめたうえで進めてください。",
        )
