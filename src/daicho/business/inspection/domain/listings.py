"""Listings (一覧・名簿): every kind of list that is made of the register, with its law, its people and its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daicho.kernel.matters import Matter

LISTING: Final = Matter("一覧", found_in="一覧の索引", code="rosters")


class ListKind(StrEnum):
    """The kinds."""

    INSPECTION = "inspection"
    SAMPLE = "sample"
    RECRUITS = "recruits"
    SCHOOL = "school"
    SAFETY = "safety"


class Protected(StrEnum):
    """What a list does with people who are protected: leave them out, tell nothing of where they are, or mark them."""

    LEFT_OUT = "left_out"
    WITHHELD = "withheld"
    MARKED = "marked"


class State(StrEnum):
    """Where a list stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    MADE = "made"
    DISPOSED = "disposed"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Final = {
    State.ASKED: "承認待ち",
    State.APPROVED: "作成待ち",
    State.REFUSED: "不承認",
    State.MADE: "作成済み",
    State.DISPOSED: "廃棄済み",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, how much of the page's width it takes, what of a line stands in it."""

    label: str
    share: int
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRule:
    """One kind. `basis` is the law where the law itself asks for the list; blank: somebody must say it, and a second
    person approves. `days`: for how long it may be used. `labels`: address labels are made of it.
    """

    kind: ListKind
    title: str
    about: str
    basis: str
    purpose: str
    protected: Protected
    columns: tuple[Column, ...]
    days: int
    labels: bool = False
    files: bool = True

    @property
    def approved_by_law(self) -> bool:
        return bool(self.basis)


_NAME, _BIRTH, _SEX = (
    Column("氏名", 34, "name"),
    Column("生年月日", 25, "birth"),
    Column("性別", 9, "sex"),
)
_ADDRESS = Column("住所", 64, "address")
_FOUR: Final = (_NAME, _BIRTH, _SEX, _ADDRESS)

RULES: Final[Mapping[ListKind, ListRule]] = {
    rule.kind: rule
    for rule in (
        ListRule(
            kind=ListKind.INSPECTION,
            title="住民基本台帳の一部の写し（閲覧用）",
            about="今の住民の氏名・生年月日・性別・住所。支援対象者など抑止のある人は載りません。",
            basis="住基法11条1項・11条の2第1項",
            purpose="住民基本台帳の一部の写しの閲覧",
            protected=Protected.LEFT_OUT,
            columns=_FOUR,
            days=90,
        ),
        ListRule(
            kind=ListKind.SAMPLE,
            title="抽出名簿",
            about="条件に合う人の全員か、無作為に抽出した人。宛名シールを出せます。抑止のある人は載りません。",
            basis="",
            purpose="",
            protected=Protected.LEFT_OUT,
            columns=_FOUR,
            days=90,
            labels=True,
        ),
        ListRule(
            kind=ListKind.RECRUITS,
            title="自衛官・自衛官候補生の募集対象者名簿",
            about="年度中に18歳・22歳になる日本人住民。除外を申し出た人と、抑止のある人は載りません。",
            basis="自衛隊法97条1項・自衛隊法施行令120条",
            purpose="自衛官及び自衛官候補生の募集に関する資料の提供",
            protected=Protected.LEFT_OUT,
            columns=_FOUR,
            days=365,
            labels=True,
        ),
        ListRule(
            kind=ListKind.SCHOOL,
            title="学齢簿",
            about="次の学年に小学校・中学校へ入る年齢の子。10月1日現在で作り、その後の異動は開くたびに分かります。",
            basis="学校教育法施行令1条・2条",
            purpose="学齢簿の編製と就学の通知",
            protected=Protected.MARKED,
            columns=(
                Column("学校区", 22, "school"),
                Column("氏名", 30, "name"),
                Column("生年月日", 24, "birth"),
                Column("性別", 9, "sex"),
                Column("住所", 46, "address"),
                Column("保護者", 27, "guardian"),
                Column("備考", 18, "marks"),
            ),
            days=365,
            labels=True,
        ),
        ListRule(
            kind=ListKind.SAFETY,
            title="安否名簿",
            about="災害のときに安否を確かめるための、区域の住民の世帯ごとの名簿。抑止のある人は、どこにいるか分からない形で載ります。",
            basis="災害対策基本法49条の11・86条の15・90条の3",
            purpose="災害のときの安否の確認と被災者の支援",
            protected=Protected.WITHHELD,
            columns=(
                Column("世帯", 12, "household"),
                Column("氏名", 34, "name"),
                Column("年齢層", 15, "age_band"),
                Column("住所", 56, "address"),
                Column("配慮を要する事情", 32, "marks"),
                Column("確認", 14, "blank"),
            ),
            days=30,
        ),
    )
}
