"""Returning residents (再転入, STD-4.1.1.2): somebody whose removed record is still here keeps the 宛名番号."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from daicho.business.movements.domain.borrowing import exists_now
from daicho.business.movements.domain.editing import fields_for, text_of
from daicho.business.movements.domain.person import Entered
from daicho.business.movements.domain.quoting import PREFIX
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import Section
from daicho.business.movements.domain.world import Lookalike, World
from daicho.registers.residents.domain.particulars import Particulars
from daicho.registers.residents.domain.segments import Holding

INHERITED: Final = ("individual_number_ref", "resident_record_code_ref")
"""What a returning resident brings along unless it is entered anew; the rest is taken over into the form."""
CARRIED_FROM_OVERSEAS: Final = frozenset(
    {
        "former_surname",
        "former_surname_kana",
        "former_surname_kana_confirmed",
        "alias",
        "alias_kana",
        "alias_kana_confirmed",
        "alias_recorded_on",
        "alias_recorded_municipality",
        "alias_recorded_municipality_code",
    }
)
"""旧氏・通称: only of those who come straight back to us from abroad (STD-1.1.7/m3)."""
NAMES: Final = frozenset({"name", "name_kana", "name_alphabet", "name_kanji"})
"""What the record knows better than a received certificate: the characters of the names (STD-4.1.1.2/m5)."""
OVERSEAS_REMOVAL: Final = "国外転出"


@dataclass(frozen=True, slots=True)
class Returning:
    """Who the person is, if registered before; the numbers that are the same as then; items taken over."""

    person: UUID | None = None
    same_numbers: frozenset[str] = frozenset()
    inherited: Mapping[str, Any] = field(default_factory=dict)


def read_returning(reader: Reader, world: World, entered: Entered, *, day: date) -> Returning:
    """Whether the person has been here before: chosen by the clerk, refused or suggested otherwise."""
    block = reader.under(entered.slot)
    alike = [a for a in world.lookalikes if a.slot == entered.slot]
    if not block.raw("returning"):
        _suggest(block, alike)
        return Returning()
    newest = _chosen(block, world, day)
    if newest is None:
        return Returning()
    return Returning(
        person=newest.person,
        same_numbers=next(
            (a.numbers for a in alike if a.person == newest.person), frozenset[str]()
        ),
        inherited={name: getattr(newest.particulars, name) for name in INHERITED},
    )


def may_carry_names(payload: Mapping[str, str], newest: Holding) -> bool:
    """Whether 旧氏 or 通称 comes back: left for abroad from here, and comes from abroad now."""
    return (
        payload.get("origin") == "overseas"
        and newest.particulars.removal_reason == OVERSEAS_REMOVAL
    )


def taken_over(
    payload: Mapping[str, str], slot: str, newest: Holding, sections: Iterable[Section]
) -> dict[str, str]:
    """The payload with the block of a returning person filled from the last record; what was typed stays (STD-4.1.1.2/m3).

    Where the block quotes a 転出証明書情報, its contents go before the record's, but for the names.
    """
    items = newest.particulars
    carried = may_carry_names(payload, newest)
    quoted = any(path.startswith(f"{PREFIX}{slot}.") for path in payload)
    out = {**payload, f"{slot}.returning": str(newest.person), f"{slot}.kind": items.kind.value}
    for spec in fields_for(sections, items.kind):
        path = f"{slot}.{spec.name}"
        if spec.name not in Particulars.__slots__ or spec.name == "kind":
            continue
        if spec.name in CARRIED_FROM_OVERSEAS and not carried:
            continue
        if out.get(path, "").strip() and not (quoted and spec.name in NAMES):
            continue
        text = text_of(items, spec)
        if text and (spec.name != "domicile" or exists_now(text)):
            out[path] = text
    return out


def _chosen(block: Reader, world: World, day: date) -> Holding | None:
    """The newest version of the person chosen, if that person can come back on the day."""
    try:
        newest = world.newest(UUID(block.raw("returning")))
    except ValueError:
        newest = None
    if newest is None:
        block.note(
            "returning",
            "returning_unknown",
            "選ばれた人の除票がありません。",
            "台帳に、その人の記録が見つかりません。",
            "候補から選び直してください。",
        )
        return None
    if world.present_on(newest.person, day) is not None:
        _present(block)
        return None
    if newest.valid.start is not None and newest.valid.start > day:
        block.note(
            "returning",
            "returning_before_removal",
            "転入した日が、前回の消除の日より前です。",
            "同じ人が同時に二つの住民票を持つことはできません。",
            "異動日を確かめてください。",
        )
        return None
    return newest


def _suggest(block: Reader, alike: list[Lookalike]) -> None:
    by_number = [a for a in alike if a.numbers]
    if any(a.present for a in by_number):
        _present(block)
    elif by_number:
        block.note(
            "returning",
            "returning_must_be_chosen",
            "同じ番号の除票があります。",
            "以前この市町村の住民だった人です。新しい人としては登録できません。",
            "「以前の住民」の候補から選んでください。",
        )
    elif any(a.present for a in alike):
        block.alert(
            "returning",
            "same_person_present",
            "氏名・性別・生年月日が同じ住民がいます。",
            "同じ人であれば、転入ではありません。",
            "別の人であることを確かめてください。",
        )
    elif alike:
        block.alert(
            "returning",
            "same_person_removed",
            "氏名・性別・生年月日が同じ除票があります。",
            "以前の住民であれば、宛名番号を引き継ぎます。",
            "以前の住民なら候補から選び、別の人なら確かめて進めてください。",
        )


def _present(block: Reader) -> None:
    block.note(
        "returning",
        "already_resident",
        "この人は、今この市町村の住民です。",
        "住民票が二つできるため、転入はできません。",
        "市内の異動なら転居、世帯の異動なら世帯変更で入力してください。",
    )
