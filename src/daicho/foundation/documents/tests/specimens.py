"""Invented sheets (見本) for the tests of documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from daicho.foundation.documents.public import (
    Certifier,
    Entry,
    EntryKind,
    Foreign,
    HouseholdSheet,
    IndividualSheet,
    Issue,
    Person,
    Printer,
    Removal,
    find_font,
    specimen_seal,
)

SENTENCE = "この写しは、世帯全員の住民票の原本と相違ないことを証明する。"
LONG_NAME = ("SAMPLENAME " * 11)[:120].strip().ljust(120, "X")


@cache
def font() -> Path:
    return find_font(Path(".daicho"))


@cache
def printer() -> Printer:
    return Printer(font())


def issue(**changes: Any) -> Issue:
    plain = Issue(
        sentence=SENTENCE,
        issued_on=date(2026, 11, 20),
        certifier=Certifier("架空県", "架空町長", "見本　次郎"),
        number="20261120 架空町 端末01 プリンタ001 011",
        seal=specimen_seal(font()),
        phrases=("この印は黒色です",),
    )
    return replace(plain, **changes)


def japanese(name: str = "見本　太郎", **changes: Any) -> Person:
    plain = Person(
        name=name,
        name_kana="ミホン　タロウ",
        born_on="昭和55年4月1日",
        sex="男",
        relationship="世帯主",
        resident_since="平成20年4月1日",
        resident_reason="転入",
        notified_on="平成20年4月3日",
        previous_address="仮想県想定市例示1丁目2番3号",
        domicile="架空県架空町大字台帳1番地",
        register_head="見本　太郎",
    )
    return replace(plain, **changes)


def foreign(name: str = "DAICHO HANAKO", **changes: Any) -> Person:
    items = Foreign(
        nationality="架空国",
        category="中長期在留者",
        status="技術・人文知識・国際業務",
        period="3年",
        expires_on="2028年4月1日",
        card_number="AB00000000CD",
        alias="台帳　花子",
        alias_kana="ダイチョウ　ハナコ",
        alias_history="令和5年4月5日　記載",
    )
    return japanese(name, **({"name_kana": "", "foreign": items} | changes))


def household(*persons: Person, **changes: Any) -> HouseholdSheet:
    plain = HouseholdSheet("架空県架空町大字台帳1番地", "見本　太郎", persons, issue())
    return replace(plain, **changes)


def individual(person: Person, **changes: Any) -> IndividualSheet:
    entries = (
        Entry(EntryKind.HISTORY, "令和3年10月10日", "転居", "異動前住所：架空町大字台帳9番地"),
        Entry(EntryKind.NOTE, "令和4年5月1日", "軽微な修正", "本籍の地番を修正"),
        Entry(EntryKind.REMARK, "令和5年6月1日", "備考", "通称住所：見本団地"),
    )
    plain = IndividualSheet("架空県架空町大字台帳1番地", "見本　太郎", person, entries, issue())
    return replace(plain, **changes)


def removed(person: Person) -> IndividualSheet:
    removal = Removal("転出", "令和8年10月1日", "令和8年9月20日", "仮想県想定市例示2丁目")
    return individual(person, removal=removal, title="住民票の除票の写し")
