"""Letters from plain facts (一括の通知): what is sent to many at once, one file of letters, and the lists beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from daicho.business.certificates.domain.composition import address_line
from daicho.business.certificates.domain.notice import Desk
from daicho.business.certificates.domain.notice_texts import day
from daicho.foundation.documents.sheets import (
    Addressee,
    Column,
    Issue,
    LetterBundle,
    LetterSheet,
    ListSheet,
    Pair,
    Section,
    Table,
)
from daicho.kernel.wareki import format_wareki
from daicho.registers.residents.domain.particulars import Removal
from daicho.registers.residents.domain.segments import Holding


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of letter whose facts are handed in: its body is the same for everybody."""

    code: str
    title: str
    section: str
    law: str
    heading: str
    body: tuple[str, ...]
    closing: tuple[str, ...] = ()
    taught: bool = False
    sealed: bool = True


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """One letter of a batch: to whom, about whom, and its facts as (label, value) in order."""

    addressee: Addressee
    persons: tuple[UUID, ...]
    records: tuple[UUID, ...]
    facts: tuple[tuple[str, str], ...] = ()
    table: Table | None = None


LETTERS: Final[dict[str, LetterKind]] = {
    kind.code: kind
    for kind in (
        LetterKind(
            "head_change_requests",
            "世帯主変更依頼通知書",
            "STD-4.0.5",
            "住基法25条",
            "世帯",
            (
                "あなたの世帯は、世帯主がいない状態になっています。",
                "世帯主が変わったときは、住民基本台帳法第25条により届け出ることになっています。下記の期限までに、"
                "世帯主変更届を提出してください。届出がないときは、職権で世帯主を定めることがあります。",
            ),
            ("届出には、届け出る人の本人確認書類が必要です。",),
        ),
        LetterKind(
            "arrival_inquiries",
            "転入通知未着照会書",
            "STD-4.1.3.1.4",
            "住基法9条1項",
            "照会",
            (
                "次の人は、貴市区町村への転出の届出をしましたが、住民基本台帳法第9条第1項による転入の通知が"
                "届いていません。転入の届出の有無を確かめ、回答してください。",
            ),
            ("転入の届出があるときは、転入の年月日と住所を通知してください。",),
        ),
        LetterKind(
            "protection_end",
            "支援措置期間終了通知書",
            "STD-3.4",
            "住民基本台帳事務処理要領第5の10",
            "支援措置",
            (
                "あなたについて行っている住民基本台帳事務における支援措置は、次の日に期間が終わります。",
                "引き続き支援措置を必要とするときは、期間が終わる前に延長を申し出てください。"
                "延長の申出は、期間が終わる日の1か月前から受け付けます。",
            ),
        ),
        LetterKind(
            "bulk_address_before",
            "住所の表示の変更について（事前の通知）",
            "STD-9.7",
            "住基法8条、令12条",
            "変更の予定",
            ("あなたの住所の表示を、次のとおり変更する予定ですので、通知します。",),
            ("この変更について、届出の必要はありません。",),
        ),
        LetterKind(
            "bulk_address_after",
            "住所の表示の変更について（通知）",
            "STD-9.7",
            "住基法8条、令12条",
            "変更",
            ("あなたの住所の表示を、職権により次のとおり変更しましたので、通知します。",),
            ("この変更について、届出の必要はありません。",),
        ),
    )
}
LISTS: Final[dict[str, str]] = {
    "head_change_list": "世帯主変更依頼対象者リスト",
    "arrival_list": "転入通知未着者一覧",
    "late_list": "届出期間経過者一覧",
}


def bundle(kind: LetterKind, letters: Sequence[LetterFacts], desk: Desk) -> LetterBundle:
    """The letters of one batch as one file."""
    return LetterBundle(
        kind.title, desk.issue, tuple(_letter(kind, facts, desk) for facts in letters)
    )


def _letter(kind: LetterKind, facts: LetterFacts, desk: Desk) -> LetterSheet:
    pairs = tuple(Pair(label, value) for label, value in facts.facts)
    sections: tuple[Section | Table, ...] = (Section(kind.heading, pairs),) if pairs else ()
    return LetterSheet(
        title=kind.title,
        issue=desk.issue,
        body=kind.body,
        facts=sections + ((facts.table,) if facts.table else ()),
        closing=kind.closing,
        instruction=desk.instruction if kind.taught else "",
        enquiries=desk.enquiries,
        document_number=desk.document_number,
        addressee=facts.addressee,
    )


@dataclass(frozen=True, slots=True)
class Headless:
    """A household without a head, its members in 記載順位, and since when."""

    number: str
    members: tuple[Holding, ...]
    since: date | None

    @property
    def first(self) -> Holding:
        """To whom the request goes (N-08): the order of those who stay is the order from before."""
        return self.members[0]


def head_request(household: Headless, *, reply_by: date) -> LetterFacts:
    """世帯主変更依頼通知書 to whoever stands first."""
    items = household.first.particulars
    return LetterFacts(
        Addressee(items.printed_name, address_line(items), items.postal_code),
        persons=tuple(m.person for m in household.members),
        records=tuple(m.record for m in household.members),
        facts=(
            ("住所", address_line(items)),
            ("世帯主がいなくなった日", day(household.since)),
            ("届出の期限", format_wareki(reply_by)),
        ),
        table=Table(
            (Column("氏名", 24), Column("前の世帯主との続柄", 24)),
            tuple(
                (m.particulars.printed_name, m.particulars.relationship_to_head)
                for m in household.members
            ),
        ),
    )


def headless_list(households: Sequence[Headless], *, on: date, issue: Issue) -> ListSheet:
    """世帯主変更依頼対象者リスト."""
    return ListSheet(
        title=LISTS["head_change_list"],
        as_of=f"{format_wareki(on)}現在",
        lead=f"世帯主がいない世帯　{len(households)}世帯",
        table=Table(
            (
                Column("世帯番号", 7),
                Column("宛先（最上位の人）", 11),
                Column("住所", 17),
                Column("人数", 4),
                Column("いなくなった日", 9),
            ),
            tuple(
                (
                    h.number,
                    h.first.particulars.printed_name,
                    address_line(h.first.particulars),
                    f"{len(h.members)}人",
                    day(h.since),
                )
                for h in households
            ),
        ),
        issue=issue,
    )


def asks_destination(held: Holding) -> bool:
    """照会書 goes out for those who moved out within the country; for the others there is nobody to ask."""
    return held.particulars.removal is Removal.MOVED_OUT


def inquiries(held: Iterable[Holding], municipalities: dict[str, str]) -> tuple[LetterFacts, ...]:
    """転入通知未着照会書, one for each municipality of destination, naming everybody who went there.

    `municipalities`: code → name with prefecture. An address without a code is asked by its own words.
    """
    groups: dict[str, list[Holding]] = {}
    for one in held:
        code = one.particulars.destination_planned_code
        name = municipalities.get(code, "")
        to = f"{name}長" if name else f"{one.particulars.destination_planned} を管轄する市区町村長"
        groups.setdefault(to, []).append(one)
    return tuple(
        LetterFacts(
            Addressee(to),
            persons=tuple(h.person for h in group),
            records=tuple(h.record for h in group),
            table=Table(
                (
                    Column("氏名", 11),
                    Column("生年月日", 9),
                    Column("転出前の住所", 10),
                    Column("転出先（予定）", 10),
                    Column("転出予定日", 8),
                ),
                tuple(
                    (
                        h.particulars.printed_name,
                        h.particulars.birth_date.display(),
                        address_line(h.particulars),
                        h.particulars.destination_planned,
                        _removed_on(h),
                    )
                    for h in group
                ),
            ),
        )
        for to, group in groups.items()
    )


def arrival_list(held: Sequence[Holding], *, on: date, issue: Issue) -> ListSheet:
    """転入通知未着者一覧: those who moved out, and those removed ex officio."""
    return ListSheet(
        title=LISTS["arrival_list"],
        as_of=f"{format_wareki(on)}現在",
        lead=f"国内転出・職権消除の後、転入通知が届いていない人　{len(held)}人",
        table=Table(
            (
                Column("宛名番号", 7),
                Column("氏名", 10),
                Column("消除の事由", 7),
                Column("消除の日", 8),
                Column("転出先（予定）", 16),
            ),
            tuple(
                (
                    h.atena_number,
                    h.particulars.printed_name,
                    h.particulars.removal_reason or h.particulars.removal.label,
                    _removed_on(h),
                    h.particulars.destination_planned,
                )
                for h in held
            ),
        ),
        issue=issue,
    )


def _removed_on(held: Holding) -> str:
    event = held.particulars.removal_event_date
    return event.display() if event else day(held.valid.start)


@dataclass(frozen=True, slots=True)
class LateLine:
    """One case notified late."""

    case: UUID
    number: str
    title: str
    names: str
    notified_on: date | None
    deadline: date | None
    persons: tuple[UUID, ...]
    issued: str


def late_list(lines: Sequence[LateLine], *, month: date, issue: Issue) -> ListSheet:
    """届出期間経過者一覧 of the month of a day (practice.md §2)."""
    words = format_wareki(month.replace(day=1)).removesuffix("1日")
    return ListSheet(
        title=LISTS["late_list"],
        as_of=f"{words}に届出のあったもの",
        lead=f"{len(lines)}件",
        table=Table(
            (
                Column("受付番号", 9),
                Column("届出", 7),
                Column("異動者", 13),
                Column("届出期間の末日", 9),
                Column("届出日", 10),
            ),
            tuple(
                (line.number, line.title, line.names, day(line.deadline), day(line.notified_on))
                for line in lines
            ),
        ),
        issue=issue,
    )
