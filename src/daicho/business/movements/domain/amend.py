"""Amendments ex officio (修正, STD-4.2.3.1): 職権修正, 戸籍修正 and 職権記載（一部）, by what they rest on.

The items of one or several members are put as they now are; what follows for the household (世帯主の氏名) follows by
itself, and a 続柄 goes through the household engine. Special grounds (特別養子縁組, its end, 性別の変更) leave their words
in the 留意事項, by which a printed history leaves them out (STD-1.1.4, 1.1.14).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.editing import edit_path, edited_people
from daicho.business.movements.domain.households import household_of
from daicho.business.movements.domain.item_changes import (
    ATTENTION,
    Changes,
    check_something,
    event_section,
    ground_of,
    note_item,
    read_attention,
    read_changes,
)
from daicho.business.movements.domain.minor_grounds import AS_MINOR, check_minor
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.domain.household_events import relate_anew
from daicho.registers.residents.domain.particulars import Kind
from daicho.registers.residents.domain.relationships import Relationship, parse_relationship

CAUSES: Final = (
    ("marriage", "婚姻"),
    ("divorce", "離婚"),
    ("adoption", "養子縁組"),
    ("adoption_dissolved", "離縁"),
    ("special_adoption", "特別養子縁組"),
    ("special_adoption_dissolved", "特別養子縁組の解消"),
    ("surname_change", "氏の変更"),
    ("given_name_change", "名の変更"),
    ("transfer_of_register", "転籍"),
    ("sex_change", "性別の変更"),
    ("entry_into_register", "入籍"),
    ("acknowledgement", "認知"),
    ("register_entry", "戸籍の表示の記載"),
    ("other", "その他"),
)
SPECIAL: Final = {
    "special_adoption": "特別養子縁組",
    "special_adoption_dissolved": "特別養子縁組解消",
    "sex_change": "性別の変更",
}
"""The words that must stand in the 留意事項, by cause (STD-1.1.14)."""
REGISTER_ITEMS: Final = ("domicile", "family_register_head")
DOCUMENTS: Final = (
    ("", "—"),
    ("acceptance_certificate", "戸籍届出の受理証明書・記載事項証明書"),
    ("marriage_certificate", "結婚証明書"),
    ("birth_certificate", "出生証明書"),
    ("foreign_document", "外国政府機関等の文書"),
    ("resident_record_copy", "住民票の写し・記載事項証明書"),
    ("removed_record_copy", "除票の写し・除票記載事項証明書"),
)
"""By which documents the 続柄 of a foreigner is confirmed (STD-1.1.11)."""
ITEMS: Final = (
    sheet.Section(
        "氏名・生年月日・性別・続柄",
        (
            sheet.FieldSpec("name", "氏名", hint="氏と名の間に空白", only="japanese"),
            sheet.FieldSpec("name_alphabet", "氏名（アルファベット）", only="foreign"),
            sheet.FieldSpec("name_kanji", "氏名（漢字）", only="foreign"),
            sheet.FieldSpec("name_kana", "フリガナ", sheet.Input.KANA),
            sheet.FieldSpec("birth_date", "生年月日", sheet.Input.DATE, required=True),
            sheet.FieldSpec("sex", "性別", sheet.Input.CHOICE, sheet.SEXES),
            sheet.FieldSpec("relationship_to_head", "世帯主との続柄", sheet.Input.RELATIONSHIP),
        ),
    ),
    sheet.Section(
        "戸籍の表示",
        (
            sheet.FieldSpec(
                "domicile", "本籍", required=True, hint="無ければ「なし」、分からなければ「不明」"
            ),
            sheet.FieldSpec("family_register_head", "筆頭者", required=True),
        ),
        only="japanese",
    ),
    sheet.Section(
        "住所に関する日と前の住所",
        (
            sheet.FieldSpec("address_since", "住所を定めた年月日", sheet.Input.DATE),
            sheet.FieldSpec(
                "resident_since", "住民となった年月日", sheet.Input.DATE, only="japanese"
            ),
            sheet.FieldSpec(
                "foreign_resident_since",
                "外国人住民となった年月日",
                sheet.Input.DATE,
                only="foreign",
            ),
            sheet.FieldSpec("previous_address", "転入前住所"),
            sheet.FieldSpec("last_registered_address", "最終登録住所地"),
        ),
        folded=True,
    ),
)
_SHARED: Final = (
    sheet.FieldSpec(
        "same_register",
        "同じ本籍・筆頭者だった人を、最初に直した内容にそろえる",
        sheet.Input.CHECK,
        hint="選んだ人のうち、本籍か筆頭者を直していない人に使います",
    ),
    sheet.FieldSpec(
        "relationship_document",
        "外国人の続柄を確かめた文書",
        sheet.Input.CHOICE,
        DOCUMENTS,
        hint="外国人の続柄を直すとき。文書がなければ縁故者",
    ),
    ATTENTION,
)
_REGISTER_BASES: Final = (basis.NOTICE, basis.EX_OFFICIO, basis.PETITION)
_OTHER_BASES: Final = (basis.EX_OFFICIO, basis.PETITION, basis.NOTICE)

REGISTER_SHEET = sheet.Sheet(
    sections=(
        event_section(
            "戸籍修正",
            sheet.FieldSpec("cause", "原因", sheet.Input.CHOICE, CAUSES, required=True),
            *_SHARED,
        ),
        basis.basis_section(_REGISTER_BASES),
    ),
    selects=sheet.Selects.MEMBERS,
    edits=ITEMS,
)
SHEET = sheet.Sheet(
    sections=(
        event_section(
            "職権修正",
            sheet.FieldSpec("amend_reason", "修正する理由", required=True),
            sheet.FieldSpec("permitted_by", "修正を許可した人", required=True),
            *_SHARED,
        ),
        basis.basis_section(_OTHER_BASES),
        AS_MINOR,
    ),
    selects=sheet.Selects.MEMBERS,
    edits=ITEMS,
)
PARTIAL_SHEET = sheet.Sheet(
    sections=(event_section("職権記載（一部）", *_SHARED), basis.basis_section(_OTHER_BASES)),
    selects=sheet.Selects.MEMBERS,
    edits=ITEMS,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 職権修正: its reason and who permitted it are required (REG-032)."""
    reader.required("amend_reason", "修正する理由")
    reader.required("permitted_by", "修正を許可した人")
    changes = read_changes(reader, world, ITEMS)
    minor = reader.has("as_minor")
    if minor and changes is not None:
        check_minor(reader, changes)
    reason = "correction_minor" if minor else "correction_ex_officio"
    return _plan(reader, world, changes, "amend", reason=reason, allowed=_OTHER_BASES)


def plan_from_register(reader: Reader, world: World) -> Plan | None:
    """The plan of a 戸籍修正, on a 戸籍の届出・通知 (REG-031)."""
    cause = reader.choice("cause", "原因", [code for code, _ in CAUSES])
    reader.required("ground", "根拠となった書類・事実")
    changes = read_changes(reader, world, ITEMS)
    return _plan(
        reader,
        world,
        changes,
        "family_register_amend",
        allowed=_REGISTER_BASES,
        word=SPECIAL.get(cause, ""),
    )


def plan_partial(reader: Reader, world: World) -> Plan | None:
    """The plan of a 職権記載（一部）: only what was blank, or 不明 in the 戸籍の表示, is entered (REG-027)."""
    reader.required("ground", "根拠となった書類・事実")
    changes = read_changes(reader, world, ITEMS)
    if changes is not None:
        _check_blank_before(reader, changes)
    return _plan(reader, world, changes, "partial_entry", allowed=_OTHER_BASES)


def _plan(
    reader: Reader,
    world: World,
    changes: Changes | None,
    kind: str,
    *,
    allowed: Sequence[str],
    reason: str = "correction_ex_officio",
    word: str = "",
) -> Plan | None:
    found = basis.read_basis(reader, allowed)
    attention = read_attention(reader, word)
    if changes is None:
        return None
    _align_registers(reader, changes)
    _relate(reader, world, changes)
    check_something(reader, changes)
    if reader.has_errors:
        return None
    return Plan(
        kind=kind,
        reason=reason,
        basis=ground_of(found),
        event_date=changes.event,
        people=edited_people(world, changes.edits, changes.day),
        attention=attention,
        **found.dates,
    )


def _check_blank_before(reader: Reader, changes: Changes) -> None:
    for held in changes.held:
        for item in changes.edits[held.person]:
            before = getattr(held.particulars, item)
            if before and before != "不明":
                note_item(
                    reader,
                    held.person,
                    item,
                    "not_blank_before",
                    "既に記載がある事項です。",
                    "職権記載（一部）は、空欄だった事項を記載する異動です。",
                    "職権修正か戸籍修正で入力してください。",
                )


def _align_registers(reader: Reader, changes: Changes) -> None:
    """The first changed 本籍・筆頭者 for everybody chosen who had the same as that person (STD-4.0.6, 4.0.10)."""
    if not reader.has("same_register"):
        return
    first = next(
        (h for h in changes.held if any(i in changes.edits[h.person] for i in REGISTER_ITEMS)), None
    )
    if first is None:
        return
    new = {i: v for i, v in changes.edits[first.person].items() if i in REGISTER_ITEMS}
    old = tuple(getattr(first.particulars, i) for i in REGISTER_ITEMS)
    for held in changes.held:
        own = changes.edits[held.person]
        same = tuple(getattr(held.particulars, i) for i in REGISTER_ITEMS) == old
        if same and not any(i in own for i in REGISTER_ITEMS):
            own |= new


def _relate(reader: Reader, world: World, changes: Changes) -> None:
    """Read the 続柄 that were changed and ask the household engine about them."""
    labels: dict[UUID, Relationship | None] = {}
    for held in changes.held:
        own = changes.edits[held.person]
        if "relationship_to_head" not in own:
            continue
        path = edit_path(held.person, "relationship_to_head")
        text = str(own["relationship_to_head"])
        try:
            labels[held.person] = parse_relationship(text, field=path) if text else None
        except Invalid as error:
            reader.adopt(error.problems)
            continue
        own["relationship_to_head"] = str(labels[held.person] or "")
        if held.particulars.kind is Kind.FOREIGN:
            _check_document(reader, held.person, labels[held.person])
    if not labels or reader.has_errors:
        return
    household = household_of(world, changes.held[0].particulars.household_number, changes.day)
    try:
        outcome = relate_anew(household, relationships=labels, on=changes.day)
    except Invalid as error:
        reader.adopt([_beside(problem, labels) for problem in error.problems])
        return
    reader.adopt([_beside(problem, labels) for problem in outcome.alerts])


def _beside(problem: Problem, labels: dict[UUID, Relationship | None]) -> Problem:
    """The engine's problem beside the field of this form."""
    parts = problem.field.split(".")
    key = UUID(parts[1]) if parts[0] == "members" and len(parts) > 1 else next(iter(labels))
    return replace(problem, field=edit_path(key, "relationship_to_head"))


def _check_document(reader: Reader, person: UUID, label: Relationship | None) -> None:
    known = [code for code, _ in DOCUMENTS if code]
    if label is None or not label.is_kin or reader.raw("relationship_document") in known:
        return
    note_item(
        reader,
        person,
        "relationship_to_head",
        "relationship_not_confirmed",
        "外国人の続柄を確かめた文書が選ばれていません。",
        "外国人の続柄は文書で確かめます。文書がない事実上の親族は縁故者とします。",
        "確かめた文書を選ぶか、続柄を「縁故者」にしてください。",
    )
