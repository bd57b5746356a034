"""Papers (電算停止時の用紙): instructions, 受付簿 and 交付簿 with their numbers, and the blank forms, as one PDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.conf import settings

from daicho.business.certificates.public import BLANK_FORMS, blank_sheet
from daicho.business.downtime.audit_types import SET_PRINTED
from daicho.business.downtime.domain.slips import Kind
from daicho.business.downtime.models import PaperSet, Slip
from daicho.business.downtime.selectors.sets import set_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.public import Column, FormSheet, Pair, Section, Table
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access, Duty
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import TOKYO

WRITING: Final = 11.5
TITLE: Final = "電算停止時の用紙"
STEPS: Final = (
    (
        "1　止まったとき",
        "窓口に停止を掲示し、責任者は停止の日時を下の欄に書く。住民票の写しなど、台帳を見て出す証明は出さない。",
    ),
    (
        "2　届出を受ける",
        "白紙の届出書に書いてもらい、本人確認をして、受付簿の上の行から順に番号を使う。番号を届出書の受付番号の欄に書き写す。届出日は紙の日とする。",
    ),
    (
        "3　請求を受ける",
        "交付請求書を受け、交付簿の番号を使う。証明は復旧の後に作り、郵送するか取りに来てもらう。手数料は交付のときに受け取る。",
    ),
    (
        "4　書き損じ",
        "番号を飛ばさない。書き損じた行は二重線で消し、「書損じ」と書いて残す。",
    ),
    (
        "5　復旧したとき",
        "異動の入力で「電算停止中に受けた届出の後日入力」を選び、紙の届出日で入力する。処理日は入力した日になる。同じ届出を二度入力していないか、警告を確かめる。",
    ),
    (
        "6　突合",
        "「電算停止時の用紙」の画面で、すべての番号を使用・未使用・書損じのどれかにし、使用した番号に入力後の番号を書いて、突合を終える。",
    ),
    (
        "7　安否名簿",
        "災害のときは、前もって印刷した安否名簿（名簿と抽出）を使う。支援措置対象者の住所は、だれにも伝えない。",
    ),
    ("8　紙の扱い", "用紙は鍵のかかる所に置く。終わった届出書は、文書取扱規程により保存する。"),
)


def print_set(access: Access, *, paper_set: UUID) -> bytes:
    """The set as ONE PDF; as often as needed, always with the same numbers. One entry, about nobody."""
    if not access.has(Duty.SYSTEM):
        check_may(access, "downtime.view")
    with recorded(access, SET_PRINTED) as note:
        row = set_of(paper_set)
        note.say(number=row.number, receptions=row.receptions, issues=row.issues)
        own = printer()
        drawn = [own.draw(sheet) for sheet in _sheets(row)]
        town = municipality_of(settings.TOWN["code"]).name
        on = row.made_at.astimezone(TOKYO).date()
        return own.press(drawn, title=f"{TITLE} {row.number}", author=town, on=on)


def _sheets(row: PaperSet) -> Iterator[FormSheet]:
    yield _instructions(row)
    for kind in Kind:
        numbers = list(
            Slip.objects.filter(paper_set=row, kind=kind.value)
            .order_by("position")
            .values_list("number", flat=True)
        )
        if numbers:
            yield _book(row, kind, numbers)
    for code in BLANK_FORMS:
        sheet = blank_sheet(code)
        yield from [sheet] * row.copies


def _instructions(row: PaperSet) -> FormSheet:
    day = row.made_at.astimezone(TOKYO).date()
    facts = (
        Pair("用紙の番号", row.number),
        Pair("窓口", row.office),
        Pair("受付簿の番号", _range(row, Kind.RECEPTION, row.receptions)),
        Pair("交付簿の番号", _range(row, Kind.ISSUE, row.issues)),
    )
    written = tuple(
        Pair(label, "")
        for label in ("停止した日時", "復旧した日時", "責任者", "後日入力を終えた日と担当")
    )
    return FormSheet(
        title=f"{TITLE}　手順",
        made_on=day,
        sections=(
            Section("この用紙", facts),
            Section("手順", tuple(Pair(title, words) for title, words in STEPS)),
            Section("書き込む欄", written, WRITING),
        ),
        lead="電算が止まったときに、紙で受け付けて後で入力するための一組です。前もって印刷して置きます。",
    )


def _range(row: PaperSet, kind: Kind, count: int) -> str:
    if not count:
        return "なし"
    return f"{row.number}-{kind.letter}001 から {count:03d} まで"


def _book(row: PaperSet, kind: Kind, numbers: list[str]) -> FormSheet:
    columns = {
        Kind.RECEPTION: (
            Column("番号", 12),
            Column("受けた日時", 7),
            Column("届出・手続", 8),
            Column("届出人", 9),
            Column("入力後の受付番号", 7),
            Column("担当", 5),
        ),
        Kind.ISSUE: (
            Column("番号", 12),
            Column("受けた日時", 7),
            Column("証明・通数", 8),
            Column("請求者", 9),
            Column("発行番号", 7),
            Column("担当", 5),
        ),
    }[kind]
    # The part of the number that differs stands apart, so that it is read at a glance.
    rows = tuple((number, "", "", "", "", "") for number in numbers)
    return FormSheet(
        title=f"電算停止時の{kind.label}",
        made_on=row.made_at.astimezone(TOKYO).date(),
        sections=(Table(columns, rows, title=f"{row.office}　{row.number}", least=WRITING),),
        lead="上から順に使い、番号を飛ばしません。書き損じた行は二重線で消して残します。",
    )
