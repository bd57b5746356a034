"""Address setting (住所設定・職権記載（全部）, 住基法8条): somebody is entered ex officio without a 転入届 (STD-4.2.1.1, REG-026)."""

from __future__ import annotations

from typing import Any, Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.basis import (
    EX_OFFICIO,
    NOTICE,
    PETITION,
    Basis,
    basis_section,
    read_basis,
)
from daicho.business.movements.domain.entry import (
    PERSONS,
    WHERE,
    Coming,
    Terms,
    entry_plan,
    read_coming,
)
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.previous_place import (
    PREVIOUS_FIELDS,
    UNKNOWN,
    UNREPORTED_FIELDS,
    read_previous,
    read_unreported,
    unreported_words,
)
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import ADDRESS_SINCE, EXACT_PAST, RESIDENT_SINCE
from daicho.registers.residents.domain.particulars import Kind

BASES: Final = (EX_OFFICIO, PETITION, NOTICE)
UNREGISTERED: Final = "unregistered"
NEW_REGISTER: Final = "new_register"
FOUNDLING: Final = "foundling"
OCCASIONS: Final = (
    ("survey", "実態調査で住んでいることが分かった"),
    (NEW_REGISTER, "就籍"),
    (FOUNDLING, "棄児"),
    (UNREGISTERED, "無戸籍"),
    ("other", "その他"),
)
KNOWN: Final = "known"
PREVIOUS: Final = (
    (KNOWN, "分かる"),
    ("unknown", "分からない（「不明」と記載）"),
    ("none", "ない（空欄にする）"),
    ("unreported", "未届の住所から"),
)
NOWHERE: Final = ("なし", "不明")

SHEET: Final = sheet.Sheet(
    sections=(
        sheet.Section(
            "住所設定",
            (
                sheet.FieldSpec(
                    "circumstance", "事情", sheet.Input.CHOICE, OCCASIONS, required=True
                ),
                sheet.FieldSpec(
                    "event_date",
                    "異動日",
                    sheet.Input.DATE,
                    hint=sheet.DATE_HINT,
                    required=True,
                ),
                sheet.FieldSpec(
                    "resident_since",
                    "住民となった日",
                    sheet.Input.DATE,
                    hint="空欄なら異動日。不詳も入力できます",
                ),
                sheet.FieldSpec(
                    "address_since",
                    "住所を定めた日",
                    sheet.Input.DATE,
                    hint="空欄なら住民となった日。不詳も入力できます",
                ),
                sheet.FieldSpec(
                    "previous", "転入前の住所", sheet.Input.CHOICE, PREVIOUS, required=True
                ),
                *PREVIOUS_FIELDS,
                *UNREPORTED_FIELDS,
            ),
        ),
        basis_section(BASES),
        sheet.NOTIFIER,
        *WHERE,
    ),
    persons=PERSONS,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 住所設定; without a ground it is refused."""
    circumstance = reader.choice("circumstance", "事情", [code for code, _ in OCCASIONS])
    event = reader.legal_date("event_date", "異動日", EXACT_PAST)
    since = reader.legal_date("resident_since", "住民となった日", RESIDENT_SINCE, required=False)
    address = reader.legal_date("address_since", "住所を定めた日", ADDRESS_SINCE, required=False)
    basis = _basis(reader)
    items, attention = _previous(reader)
    day = event.sort_on if event else world.today
    coming = read_coming(reader, world, day)
    if coming is not None:
        _check_registers(reader, coming, circumstance)
    if event is None or coming is None:
        return None
    return entry_plan(
        reader,
        coming,
        Terms(
            kind="address_setting",
            reason="entry_ex_officio",
            basis=basis,
            event=event,
            resident_reason="職権記載",
            items=items,
            resident_since=since,
            address_since=address,
            attention=attention,
        ),
    )


def _basis(reader: Reader) -> Basis:
    basis = read_basis(reader, BASES)
    if not reader.has("ground"):
        reader.note(
            "ground",
            "ground_blank",
            "職権で記載する根拠がありません。",
            "住民票の全部を職権で記載するには、根拠となった書類か事実が要ります。",
            "通知・調査など、根拠となったものを入力してください。",
        )
    return basis


def _previous(reader: Reader) -> tuple[dict[str, Any], str]:
    """The items of the former address, and the 留意事項 that goes with them."""
    choice = reader.choice("previous", "転入前の住所", [code for code, _ in PREVIOUS])
    if choice == "unreported":
        items = read_unreported(reader)
        return items, unreported_words(items)
    items = read_previous(reader, required=choice == KNOWN)
    if choice in ("unknown", "none") and reader.has("previous_address"):
        reader.note(
            "previous_address",
            "previous_contradicts",
            "転入前住所が入力されていますが、「分かる」が選ばれていません。",
            "分からなければ「不明」、なければ空欄で記載します。",
            "「分かる」を選ぶか、転入前住所を消してください。",
        )
    if choice == "unknown":
        items["previous_address"] = UNKNOWN
    items["last_registered_address"] = reader.raw("last_registered_address")
    return items, ""


def _check_registers(reader: Reader, coming: Coming, circumstance: str) -> None:
    """無戸籍 has no 本籍 to write, 就籍 and 棄児 have one by the decision."""
    for person in coming.people:
        if person.kind is not Kind.JAPANESE:
            continue
        shown = {person.items["domicile"], person.items["family_register_head"]}
        block = reader.under(person.slot)
        if circumstance == UNREGISTERED and not shown <= set(NOWHERE):
            block.alert(
                "domicile",
                "unregistered_has_register",
                "無戸籍ですが、本籍か筆頭者が入力されています。",
                "戸籍がない人の本籍と筆頭者は「なし」か「不明」です。",
                "戸籍があるかどうかを確かめてください。",
            )
        if circumstance in (NEW_REGISTER, FOUNDLING) and shown & set(NOWHERE):
            block.alert(
                "domicile",
                "registered_without_register",
                "戸籍の表示が「なし」か「不明」です。",
                "就籍の許可や棄児発見調書があれば、本籍と筆頭者が決まっています。",
                "戸籍の表示を確かめてください。",
            )
