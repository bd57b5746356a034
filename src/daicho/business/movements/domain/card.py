"""Card (個人番号カードの発行状況・電子証明書, 番号法17条; REG-052, REG-054): as the notices of the card system say.

These need no second person: the law leaves nothing to judge (record.md). By hand they are entered like any other.
"""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.editing import edited_people
from daicho.business.movements.domain.item_changes import (
    check_something,
    event_section,
    note_item,
    read_changes,
)
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World

ALLOWED: Final = (basis.EX_OFFICIO,)
STATUSES: Final = (
    ("", "発行なし"),
    ("個人番号カード発行済", "発行済（交付前）"),
    ("個人番号カード交付済", "交付済"),
    ("個人番号カード一時停止", "一時停止（紛失など）"),
    ("個人番号カード廃止", "廃止"),
    ("個人番号カード返納", "返納・回収"),
)
STATUS_ITEMS: Final = (
    sheet.Section(
        "個人番号カード",
        (sheet.FieldSpec("card_status", "発行状況", sheet.Input.CHOICE, STATUSES),),
    ),
)
SERIAL_ITEMS: Final = (
    sheet.Section(
        "電子証明書のシリアル番号",
        (
            sheet.FieldSpec("sign_cert_serial", "署名用"),
            sheet.FieldSpec("auth_cert_serial", "利用者証明用"),
        ),
    ),
)
STATUS_SHEET = sheet.Sheet(
    sections=(event_section("個人番号カード"), basis.basis_section(ALLOWED)),
    selects=sheet.Selects.MEMBERS,
    edits=STATUS_ITEMS,
)
SERIAL_SHEET = sheet.Sheet(
    sections=(event_section("電子証明書"), basis.basis_section(ALLOWED)),
    selects=sheet.Selects.MEMBERS,
    edits=SERIAL_ITEMS,
)


def plan_status(reader: Reader, world: World) -> Plan | None:
    """発行状況 of the card: issued, handed over, suspended, found again, ended, given back."""
    return _plan(reader, world, "card_status", STATUS_ITEMS)


def plan_serials(reader: Reader, world: World) -> Plan | None:
    """Serial numbers of the two electronic certificates, as notified."""
    return _plan(reader, world, "certificate_serials", SERIAL_ITEMS)


def _plan(
    reader: Reader, world: World, kind: str, sections: tuple[sheet.Section, ...]
) -> Plan | None:
    found = basis.read_basis(reader, ALLOWED)
    changes = read_changes(reader, world, sections)
    if changes is None:
        return None
    for person, edits in changes.edits.items():
        status = edits.get("card_status", "")
        if status not in dict(STATUSES):
            note_item(
                reader,
                person,
                "card_status",
                "choice",
                "発行状況の選択が正しくありません。",
                "一覧にない値が送られました。",
                "一覧から選び直してください。",
            )
    check_something(reader, changes)
    if reader.has_errors:
        return None
    return Plan(
        kind=kind,
        reason="correction_ex_officio",
        basis=basis.EX_OFFICIO,
        event_date=changes.event,
        people=edited_people(world, changes.edits, changes.day),
        **found.dates,
    )
