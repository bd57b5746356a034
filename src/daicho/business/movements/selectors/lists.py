"""Lists (確認用の一覧): one registry of them, each opened as one entry, and the same on the screen and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Final

from django.core.paginator import Page

from daicho.business.movements.audit_types import LIST_OPENED
from daicho.business.movements.selectors import list_rows
from daicho.business.movements.selectors.correction_rows import corrections
from daicho.business.movements.selectors.list_rows import PIECE, Asked, Line
from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.law_values import value_on
from daicho.foundation.paging import page_of
from daicho.foundation.staff.public import check_may, hidden_items
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.kernel.periods import ONE_DAY
from daicho.registers.residents.domain.sheet_groups import items_hidden
from daicho.registers.residents.public import shields_of

PER_PAGE: Final = 50
MOST_DAYS: Final = 3650
MOST_PRINTED: Final = 2_000
"""Lines that are printed from a screen: the page is made in memory. Whatever is longer is a file, made by a job."""


class Section(StrEnum):
    """Where a list stands in the index."""

    RECEPTION = "受付"
    REMOVAL = "転出・消除"
    HOUSEHOLD = "世帯"
    FOREIGN = "外国人住民"
    CHARACTERS = "文字"


@dataclass(frozen=True, slots=True)
class ListSpec:
    """One list. `span` asks for a first day as well as the day of reference; `days` is the count of days that is
    proposed, or `days_of` the town's own in laws/notices.yaml, and `days_label` what it counts (none: it is not asked).
    """

    code: str
    title: str
    section: Section
    columns: tuple[str, ...]
    rows: Callable[[Asked], Iterator[Line]]
    about: str
    span: bool = False
    days: int = 0
    days_of: str = ""
    days_label: str = ""


LISTS: Final[Mapping[str, ListSpec]] = {
    spec.code: spec
    for spec in (
        ListSpec(
            "provisional",
            "仮登録中の異動",
            Section.RECEPTION,
            ("受付番号", "種類", "異動者", "状態", "受付日", "届出の期限", "担当"),
            list_rows.provisional,
            "仮登録から本登録までの間にある異動。保留と差戻しを含みます。",
        ),
        ListSpec(
            "late",
            "期間を過ぎた届出（失期）",
            Section.RECEPTION,
            (
                "受付番号",
                "種類",
                "氏名",
                "住所",
                "異動日",
                "届出の期限",
                "届出日",
                "過ぎた日数",
                "理由",
            ),
            list_rows.late,
            "期間に届出日のある、期限を過ぎた届出。届出期間経過通知書のもとになります（住基法52条2項）。",
            span=True,
        ),
        ListSpec(
            "arrival_errors",
            "転入通知情報取込エラー",
            Section.RECEPTION,
            (
                "受付番号",
                "通知の番号",
                "通知の氏名",
                "転入先住所",
                "転入した日",
                "自動で進まないわけ",
                "受信日",
            ),
            list_rows.arrival_errors,
            "受信した転入通知のうち、職員が確かめて直すもの。受付番号から開いて受理します。",
        ),
        ListSpec(
            "corrections",
            "訂正簿",
            Section.RECEPTION,
            (
                "受付番号",
                "種類",
                "氏名",
                "訂正前 → 訂正後",
                "根拠",
                "実施者（入力）",
                "許可者（決裁）",
                "決裁した日",
            ),
            corrections,
            "期間に決裁した誤記修正と異動の取消し。許可のない訂正は台帳に入りません。",
            span=True,
        ),
        ListSpec(
            "awaiting_arrival",
            "転入通知未着者",
            Section.REMOVAL,
            (
                "宛名番号",
                "氏名",
                "生年月日",
                "消除の区分",
                "消除した日",
                "転出先住所（予定）",
                "過ぎた日数",
            ),
            list_rows.awaiting,
            "国内転出か職権消除で消除し、転入通知が来ていない人。国外転出の人は出ません。",
            days_of="arrival_wait",
            days_label="消除から過ぎた日数",
        ),
        ListSpec(
            "removed",
            "消除者",
            Section.REMOVAL,
            ("異動事由", "宛名番号", "氏名", "生年月日", "住所", "消除した日", "転出先住所"),
            list_rows.removed,
            "期間に消除した人。異動事由の順に並びます。",
            span=True,
        ),
        ListSpec(
            "headless",
            "世帯主未設定の世帯",
            Section.HOUSEHOLD,
            ("世帯番号", "住所", "世帯員", "人数", "世帯主がいなくなった日"),
            list_rows.headless,
            "世帯主が記載されていない世帯。世帯主変更の届出か職権の記載を要します。",
        ),
        ListSpec(
            "residence_ending",
            "在留期間の満了",
            Section.FOREIGN,
            ("宛名番号", "氏名", "国籍・地域", "在留資格", "在留期間の満了の日", "残り日数"),
            list_rows.residence_ending,
            "満了の日が近い人と過ぎた人。永住者・高度専門職2号・特別永住者は出ません。",
            days=30,
            days_label="満了までの日数",
        ),
        ListSpec(
            "unprintable",
            "外字未作成者",
            Section.CHARACTERS,
            ("宛名番号", "氏名", "項目", "文字", "符号", "わけ"),
            list_rows.unprintable,
            "氏名・住所などに、帳票の文字か文字情報基盤にない文字を使っている人。",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as this actor may see it, with the badges of those on it (支援・抑止)."""

    line: Line
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of a list, or all of it for paper."""

    spec: ListSpec
    asked: Asked
    page: Page[int]
    shown: tuple[Shown, ...]
    count: int

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(each.line for each in self.shown)


def open_list(
    access: Access,
    *,
    code: str,
    as_of: date | None = None,
    since: date | None = None,
    days: int | None = None,
    page: int = 1,
    whole: bool = False,
) -> ListView:
    """One list as of a day (today, the month's first day and the list's own days where nothing is asked); one entry.

    `whole` gives every line, for paper. `Missing` for a code that is none, `Invalid` for a period that runs backwards
    and for more than is printed from a screen.
    """
    check_may(access, "movements.lists")
    with recorded(access, LIST_OPENED) as note:
        spec, asked = asked_for(access, code=code, as_of=as_of, since=since, days=days)
        size = MOST_PRINTED if whole else PER_PAGE
        lines, found = page_of(spec.rows(asked), number=1 if whole else page, size=size)
        count = found.paginator.count
        if whole and count > MOST_PRINTED:
            raise Invalid([_too_many(count)])
        shown = tuple(shown_lines(access, lines))
        note.about(*(p for each in shown for p in each.line.persons))
        describe(note, spec, asked, count=count, output="印刷" if whole else "画面")
        note.say(page=0 if whole else found.number)
        return ListView(spec, asked, found, shown, count)


def asked_for(
    access: Access, *, code: str, as_of: date | None, since: date | None, days: int | None
) -> tuple[ListSpec, Asked]:
    """The list and what it is asked, with its own days where nothing is said; raises as `open_list` does."""
    spec = _spec(code)
    day = as_of or business_today()
    own = int(value_on("notices", spec.days_of, day).facts["days"]) if spec.days_of else spec.days
    asked = Asked(
        as_of=day,
        since=since or day.replace(day=1),
        until=day + ONE_DAY,
        days=min(own if days is None else days, MOST_DAYS),
        hidden=items_hidden(hidden_items(access)),
    )
    _check(spec, asked)
    return spec, asked


def describe(note: Note, spec: ListSpec, asked: Asked, *, count: int, output: str) -> None:
    """What the trail says of a list."""
    note.say(
        list=spec.code,
        as_of=asked.as_of.isoformat(),
        since=asked.since.isoformat() if spec.span else "",
        count=count,
        output=output,
    )


def shown_lines(access: Access, lines: Iterable[Line]) -> Iterator[Shown]:
    """Lines as this actor may see them; who is protected is asked for a piece of them at once."""
    rest = iter(lines)
    while piece := list(islice(rest, PIECE)):
        shields = shields_of(access, {p for line in piece for p in line.persons})
        for line in piece:
            on_it = [shields[p] for p in line.persons if p in shields]
            hidden = any(shield.hidden for shield in on_it)
            marks = dict.fromkeys(mark for shield in on_it for mark in shield.marks)
            yield Shown(_shielded(line) if hidden else line, tuple(marks))


def _shielded(line: Line) -> Line:
    """A line about somebody whom this actor may not look up: that it is there, and no more (STD-3.1)."""
    blank = ("照会が抑止されています", *("" for _ in line.cells[1:]))
    return replace(line, cells=blank, case=None, record=None, warning="")


def _spec(code: str) -> ListSpec:
    if code not in LISTS:
        raise Missing(
            "この一覧はありません。",
            remedy="一覧の目次から選び直してください。",
            code="movements.no_list",
        )
    return LISTS[code]


def _check(spec: ListSpec, asked: Asked) -> None:
    if spec.span and asked.since > asked.as_of:
        raise Invalid(
            [
                Problem(
                    "period_backwards",
                    "since",
                    "期間の初めの日が、終わりの日より後です。",
                    "期間が逆になっています。",
                    "初めの日と基準日を確かめてください。",
                )
            ]
        )


def _too_many(count: int) -> Problem:
    return Problem(
        "too_many_to_print",
        "as_of",
        f"{count}件あり、画面からは印刷できません。",
        f"画面からの印刷は{MOST_PRINTED}件までです。",
        "期間や日数を狭めるか、「バッチ処理」の「確認用の一覧のファイル」で作ってください。",
    )
