"""Returning residents (再転入, STD-4.1.1.2): somebody whose removed record is still here keeps the 宛名番号."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from daicho.business.movements.domain.person import Entered
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import Lookalike, World
from daicho.registers.residents.domain.segments import Holding

INHERITED = (
    "individual_number_ref",
    "resident_record_code_ref",
    "former_surname",
    "former_surname_kana",
    "sign_cert_serial",
    "auth_cert_serial",
)
"""What a returning resident brings along unless it is entered anew; 氏名 and the rest are on the form."""


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
    inherited = {name: getattr(newest.particulars, name) for name in INHERITED}
    if inherited["former_surname"] and not entered.items.get("former_surname"):
        # Carried over only from abroad straight back to us (STD-1.1.7); otherwise it is asked for anew.
        inherited.pop("former_surname")
        inherited.pop("former_surname_kana")
    return Returning(
        person=newest.person,
        same_numbers=next(
            (a.numbers for a in alike if a.person == newest.person), frozenset[str]()
        ),
        inherited=inherited,
    )


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
