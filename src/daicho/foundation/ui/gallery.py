"""The gallery (部品見本): invented values for `daicho/gallery.html`, which shows every part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.core.paginator import Paginator

from daicho.foundation.ui.confirmations import Confirmation
from daicho.foundation.ui.tables import Cell, Column
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Level, Problem


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu."""

    title: str
    url: str
    active: bool = False


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """Entries under one title."""

    title: str
    items: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True)
class SampleTown:
    """A town that does not exist."""

    name: str = "見本町"
    prefecture: str = "架空県"


@dataclass(frozen=True, slots=True)
class SampleMessage:
    """One of Django's messages."""

    text: str
    level_tag: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class SampleLegalDate:
    """A legal date that is partly unknown."""

    words: str

    def display(self) -> str:
        return self.words


PROBLEMS = (
    Problem(
        code="birth.in_the_future",
        field="persons.0.born",
        what="生年月日が届出日より後です。",
        why="届出のときに生まれていない人は、転入できません。",
        remedy="生年月日か届出日を直してください。",
    ),
    Problem(
        code="sex.missing",
        field="persons.0.sex",
        what="性別が選ばれていません。",
        remedy="届書のとおりに選んでください。",
    ),
    Problem(
        code="name.same_person",
        field="persons.0.name",
        what="氏名・性別・生年月日が同じ除票があります。",
        why="以前に住んでいた人の再転入かもしれません。",
        remedy="本人に確かめ、再転入なら除票から選び直してください。",
        level=Level.ALERT,
    ),
    Problem(
        code="household.without_head",
        field="",
        what="残る世帯に世帯主がいなくなります。",
        why="世帯主が世帯から抜け、残る人が2人以上です。",
        remedy="先に世帯主変更の届出があるかを確かめてください。",
        level=Level.ALERT,
    ),
)


TABS = (
    MenuItem("住民票", "#resident", active=True),
    MenuItem("世帯", "#household"),
    MenuItem("履歴", "#history"),
    MenuItem("証明書の交付", "#certificates"),
)


def gallery_context() -> dict[str, object]:
    """What the gallery's template needs beyond the request."""
    return {
        "town": SampleTown(),
        "version": "見本",
        "lock_url": "#lock",
        "sign_out_url": "#sign-out",
        "help_url": "#help",
        "access": _access(),
        "duties": sorted(_access().duties),
        "menu": _menu(),
        "messages": [SampleMessage("転入の届出を審査に回しました。", "success")],
        "problems": PROBLEMS,
        "confirmed": (
            Confirmation(
                code="name.same_person", field="persons.0.name", reason="電話で本人に確認"
            ),
        ),
        "sexes": (("male", "男"), ("female", "女")),
        "relations": (("", "選んでください"), ("head", "世帯主"), ("wife", "妻"), ("child", "子")),
        "page": Paginator(range(57), 20).page(2),
        "columns": (
            Column("氏名"),
            Column("生年月日", "nowrap"),
            Column("住所"),
            Column("手数料", "numeric"),
        ),
        "rows": _rows(),
        "facts": _facts(),
        "changes": (
            ("住所", "見本町一丁目1番1号", "見本町二丁目8番3号"),
            ("世帯主", "見本 太郎", "見本 太郎"),
            ("方書", "", "見本荘203号室"),
        ),
        "tabs": TABS,
        "states": ("draft", "submitted", "examined", "approved", "returned", "discarded"),
        "day": date(2026, 11, 20),
        "instant": datetime(2026, 11, 20, 0, 5, tzinfo=UTC),
        "uncertain": SampleLegalDate("昭和20年 月日不詳"),
    }


def _access() -> Access:
    return Access(
        staff_key=UUID(int=1),
        login="mihon",
        name="見本 花子",
        duties=frozenset({Duty.COUNTER}),
        purpose=Purpose.MOVEMENT,
        terminal="市民課03",
        office="市民課",
    )


def _menu() -> tuple[MenuGroup, ...]:
    return (
        MenuGroup(
            "窓口",
            (
                MenuItem("住民を探す", "#find"),
                MenuItem("転入", "#move-in", active=True),
                MenuItem("転居", "#relocate"),
                MenuItem("転出", "#move-out"),
                MenuItem("世帯の変更", "#household"),
                MenuItem("証明書の交付", "#certificates"),
            ),
        ),
        MenuGroup(
            "審査・決裁", (MenuItem("審査待ち", "#examine"), MenuItem("決裁待ち", "#decide"))
        ),
        MenuGroup("管理", (MenuItem("職員と職務", "#staff"), MenuItem("証跡", "#trail"))),
    )


def _rows() -> tuple[tuple[object, ...], ...]:
    return (
        (
            Cell("見本 太郎", url="#1", mark="世帯主", tone="key"),
            "昭和39年10月10日",
            "見本町一丁目1番1号",
            "300円",
        ),
        (Cell("見本 桜", url="#2"), "昭和41年4月2日", "見本町一丁目1番1号", "300円"),
        (Cell("見本 𠮷之", url="#3", mark="支援措置", tone="error"), "平成5年2月3日", "—", "—"),
        (
            Cell("SAMPLE MIRA", url="#4", mark="転出予定", tone="warning"),
            "1990年8月7日",
            "見本町二丁目8番3号 見本荘203号室",
            "1,200円",
        ),
    )


def _facts() -> tuple[tuple[str, object], ...]:
    return (
        ("氏名", "見本 太郎"),
        ("振り仮名", "ミホン タロウ"),
        ("生年月日", "昭和39年10月10日"),
        ("続柄", Cell("世帯主", mark="確認済", tone="good")),
        ("住所を定めた日", "平成3年5月1日"),
        ("備考", ""),
    )
