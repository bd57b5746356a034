"""Sheets (様式): what is printed, as plain data; who may see what is decided by whoever makes them.

An item that is None is omitted (省略) and says so; `NOT_APPLICABLE` is ＊＊＊; "" stays blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from daicho.kernel.errors import Invalid, Problem

OMITTED = "省略"
NOT_APPLICABLE = "＊＊＊"
SEAL_MM = 25.0


@dataclass(frozen=True, slots=True)
class Seal:
    """The electronic seal (電子公印, STD-5.6): an SVG, at most 25 mm square, black on every sheet."""

    svg: str
    side_mm: float = 24.0

    def __post_init__(self) -> None:
        if not 0 < self.side_mm <= SEAL_MM:
            raise Invalid(
                [
                    Problem(
                        code="seal-size",
                        field="seal",
                        what="公印が大きすぎます。",
                        why=f"公印は{SEAL_MM:.0f}ミリメートル角までです。",
                        remedy="印影の大きさを直してください。",
                    )
                ]
            )


@dataclass(frozen=True, slots=True)
class Certifier:
    """Who certifies (STD-5.6): the prefecture is always printed before the title (職名)."""

    prefecture: str
    title: str
    name: str

    def __post_init__(self) -> None:
        if not self.prefecture:
            raise Invalid(
                [
                    Problem(
                        code="certifier-prefecture",
                        field="prefecture",
                        what="都道府県名がありません。",
                        why="証明書の職名には必ず都道府県名を印字します。",
                        remedy="都道府県名を設定してください。",
                    )
                ]
            )


@dataclass(frozen=True, slots=True)
class Verification:
    """The block by which a sheet can be checked: QR rows of 0 and 1, and a short code."""

    rows: tuple[str, ...]
    code: str


class Excess(StrEnum):
    """What becomes of a text that its box cannot hold at the smallest size (文字溢れ, STD-5.8/m3).

    STRICT and ANNEX print it whole on an annexed sheet (別紙), LIMIT as much as the box holds, BLANK nothing. A character
    outside the font (未登録外字) is refused by STRICT; the others leave its place blank, BLANK the whole item.
    """

    STRICT = "strict"
    ANNEX = "annex"
    LIMIT = "limit"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Issue:
    """The act of issuing (交付): certifying sentence, date, certifier, number and marks.

    `number` is 発行番号 without the pages, which are added (STD-5.5); blank prints the pages alone.
    `phrases` are fixed sentences (公印省略, この印は黒色です); `marks` stand in a frame (特例による転出処理済).
    `ground`: けん制地紋 is printed (not on 改ざん防止用紙); `tally`: 契印 across the sheets of one copy.
    """

    sentence: str
    issued_on: date
    certifier: Certifier
    number: str = ""
    seal: Seal | None = None
    phrases: tuple[str, ...] = ()
    official_use: bool = False
    reissue: bool = False
    specimen: bool = False
    verification: Verification | None = None
    marks: tuple[str, ...] = ()
    excess: Excess = Excess.STRICT
    ground: bool = True
    tally: bool = False


@dataclass(frozen=True, slots=True)
class Foreign:
    """The items of a foreign resident (外国人住民, 法30条の45); `expires_on` is in 西暦."""

    nationality: str | None
    category: str | None
    status: str | None
    period: str | None
    expires_on: str | None
    card_number: str | None
    alias: str = ""
    alias_kana: str = ""
    alias_history: str | None = NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Person:
    """One person (住民). Kana go in brackets after the name (STD-5.3); blank where there is none.

    `domicile` and `register_head` (本籍・筆頭者) are not printed for a foreign resident.
    `individual_number` and `resident_code` have a place only where somebody on the sheet has one.
    """

    name: str
    born_on: str
    sex: str
    relationship: str | None
    resident_since: str
    notified_on: str
    name_kana: str = ""
    former_name: str = ""
    former_name_kana: str = ""
    resident_reason: str = ""
    settled_on: str = NOT_APPLICABLE
    previous_address: str = NOT_APPLICABLE
    domicile: str | None = NOT_APPLICABLE
    register_head: str | None = NOT_APPLICABLE
    foreign: Foreign | None = None
    individual_number: str | None = None
    resident_code: str | None = None
    remarks: str = NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class HouseholdSheet:
    """A copy of the resident records of a household (世帯連記式): the present state only.

    Without `family_register` it has no place for 本籍・筆頭者 at all (広域交付, 法12条の4).
    """

    address: str
    head: str | None
    persons: tuple[Person, ...]
    issue: Issue
    title: str = "住民票の写し"
    family_register: bool = True


class EntryKind(StrEnum):
    """The kinds of the joint column (統合記載欄)."""

    HISTORY = "履歴"
    NOTE = "留意事項"
    REMARK = "備考"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the joint column (統合記載欄): A類型 履歴, B 留意事項, C 備考."""

    kind: EntryKind
    on: str
    event: str
    text: str


@dataclass(frozen=True, slots=True)
class Removal:
    """The items of a removed record (除票, 令34条): why, from when, and where to."""

    reason: str
    occurred_on: str
    notified_on: str
    destination: str = NOT_APPLICABLE
    confirmed_destination: str = NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class IndividualSheet:
    """The sheet of one person (個人票) with history; with `removal`, of a removed record (除票)."""

    address: str
    head: str | None
    person: Person
    entries: tuple[Entry, ...]
    issue: Issue
    removal: Removal | None = None
    title: str = "住民票の写し"


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of a confirmation sheet; `before` where something is to be changed."""

    label: str
    value: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a confirmation sheet. `least` is the height in mm of a row, more where somebody is to write in it."""

    title: str
    pairs: tuple[Pair, ...]
    least: float = 7.0


TABLE_SPAN = 48


def check_titled(title: str) -> None:
    """Raise `Invalid` for a paper that does not name its procedure (REG-091)."""
    if not title.strip():
        raise Invalid(
            [
                Problem(
                    code="letter-title",
                    field="title",
                    what="表題がありません。",
                    why="手続の名のない様式は使えません。",
                    remedy="表題を入力してください。",
                )
            ]
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and how many of the 48 columns of the page it takes.

    What is `numeric` stands at the right.
    """

    label: str
    span: int
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Facts in columns (表); the spans add up to 48. `ValueError` otherwise, or where a row is too short.

    `least` is the height in mm of a row, more where somebody is to write in it.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    least: float = 7.0

    def __post_init__(self) -> None:
        if sum(column.span for column in self.columns) != TABLE_SPAN:
            raise ValueError(f"the spans of {self.columns} do not add up to {TABLE_SPAN}")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row has a cell for every column")


@dataclass(frozen=True, slots=True)
class StatementSheet:
    """A certificate of items (記載事項証明書): nothing but what was asked for.

    `name` and `born_on` say whom it is about, for a receiver's check; they are printed only among `items`.
    """

    name: str
    born_on: str
    items: Section
    issue: Issue
    title: str = "住民票記載事項証明書"


@dataclass(frozen=True, slots=True)
class ConfirmationSheet:
    """A sheet to check a draft by (確認用帳票, STD-4.0.9): certifies nothing."""

    title: str
    made_on: date
    sections: tuple[Section | Table, ...]
    lead: str = ""
    specimen: bool = False


@dataclass(frozen=True, slots=True)
class FormSheet(ConfirmationSheet):
    """A form to be filled in (届出書・請求書): its title names the procedure (REG-091)."""

    def __post_init__(self) -> None:
        check_titled(self.title)


@dataclass(frozen=True, slots=True)
class Leaver:
    """One person of a moving-out certificate (令23条2項); the insurances in words, blank where there is none."""

    person: Person
    health_insurance: str = ""
    late_elderly: str = ""
    care_insurance: str = ""
    pension: str = ""
    child_allowance: str = ""


@dataclass(frozen=True, slots=True)
class MoveOutSheet:
    """A moving-out certificate (転出証明書, 令23条), or what stands in its place (準ずる証明書)."""

    address: str
    head: str
    destination: str
    destination_head: str
    leaves_on: str
    notified_on: str
    leavers: tuple[Leaver, ...]
    issue: Issue
    title: str = "転出証明書"


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a letter goes (宛先); stands in the window of an envelope (長形3号)."""

    name: str
    address: str = ""
    postal_code: str = ""
    honorific: str = "様"


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """A letter (通知書): number, date, addressee, sender with seal or 公印省略, body, facts, closing, 教示文.

    `document_number` is 文書番号 as the town writes it. Without an addressee it is a paper that stays in the
    office (職権記録書). `enquiries` says where to ask.
    """

    title: str
    issue: Issue
    body: tuple[str, ...] = ()
    facts: tuple[Section | Table, ...] = ()
    closing: tuple[str, ...] = ()
    instruction: str = ""
    enquiries: str = ""
    document_number: str = ""
    addressee: Addressee | None = None

    def __post_init__(self) -> None:
        check_titled(self.title)


@dataclass(frozen=True, slots=True)
class LetterBundle:
    """Letters of one kind printed as one file (一括出力); each has its own page numbers."""

    title: str
    issue: Issue
    letters: tuple[LetterSheet, ...]


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list (一覧): title, as-of, columns, rows; `lead` says what is in it."""

    title: str
    as_of: str
    table: Table
    issue: Issue
    lead: str = ""


CertifiedSheet = HouseholdSheet | IndividualSheet | StatementSheet | MoveOutSheet
KeptSheet = CertifiedSheet | LetterSheet | LetterBundle | ListSheet
"""What goes out under a number and is kept."""
Sheet = KeptSheet | ConfirmationSheet
