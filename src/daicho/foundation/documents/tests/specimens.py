"""Invented sheets (見本) for the tests of documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from daicho.foundation.documents.public import (
    Addressee,
    Certifier,
    Column,
    Entry,
    EntryKind,
    Foreign,
    HouseholdSheet,
    IndividualSheet,
    Issue,
    Leaver,
    LetterSheet,
    ListSheet,
    MoveOutSheet,
    Pair,
    Person,
    Printer,
    Removal,
    Section,
    Table,
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


def letter(**changes: Any) -> LetterSheet:
    plain = LetterSheet(
        title="世帯主変更通知書",
        issue=issue(sentence="", phrases=()),
        addressee=Addressee("見本　花子", "架空県架空町大字台帳1番地　見本ハイツ101号", "9608601"),
        document_number="架市民第123号",
        body=(
            "あなたの世帯の世帯主を、次のとおり職権で変更しましたので、通知します。",
            "内容に誤りがあるときは、下記の問い合わせ先まで申し出てください。",
        ),
        facts=(
            Section("世帯", (Pair("住所", "架空町大字台帳1番地"), Pair("世帯番号", "100000013"))),
            Table(
                (Column("氏名", 20), Column("新しい続柄", 14), Column("変更前の続柄", 14)),
                (("見本　花子", "世帯主", "妻"), ("見本　一郎", "子", "子")),
            ),
        ),
        instruction="この処分に不服があるときは、3か月以内に審査請求をすることができます。",
        enquiries="市民課　電話000-000-0000",
    )
    return replace(plain, **changes)


def listing(rows: int, **changes: Any) -> ListSheet:
    plain = ListSheet(
        title="世帯主変更依頼対象者リスト",
        as_of="令和8年11月20日現在",
        lead="世帯主がいない世帯です。",
        table=Table(
            (Column("世帯番号", 10), Column("宛先", 16), Column("住所", 22)),
            tuple((f"1000000{n:02d}", f"見本　{n}", "架空町大字台帳1番地") for n in range(rows)),
        ),
        issue=issue(sentence="", seal=None, phrases=()),
    )
    return replace(plain, **changes)


def leaving(*people: Person, **changes: Any) -> MoveOutSheet:
    plain = MoveOutSheet(
        address="架空県架空町大字台帳1番地",
        head="見本　太郎",
        destination="仮想県想定市例示2丁目",
        destination_head="見本　太郎",
        leaves_on="令和8年12月1日",
        notified_on="令和8年11月20日",
        leavers=tuple(Leaver(one, health_insurance="資格あり") for one in people),
        issue=issue(sentence="上記のとおり転出の届出があったことを証明する。"),
    )
    return replace(plain, **changes)
