"""Letters from plain facts (一括の通知): what is sent to many at once, one file of letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final
from uuid import UUID

from daicho.business.certificates.domain.composition import address_line
from daicho.business.certificates.domain.notice import Desk
from daicho.business.certificates.domain.notice_subjects import to_destination, to_person
from daicho.business.certificates.domain.notice_texts import day
from daicho.foundation.documents.sheets import (
    Addressee,
    Column,
    LetterBundle,
    LetterSheet,
    Pair,
    Section,
    Table,
)
from daicho.kernel.wareki import format_seireki, format_wareki
from daicho.registers.residents.domain.particulars import Removal
from daicho.registers.residents.domain.segments import Holding


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of letter whose facts are handed in: its body is the same for everybody. `single`: sent one by one."""

    code: str
    title: str
    section: str
    law: str
    heading: str
    body: tuple[str, ...]
    closing: tuple[str, ...] = ()
    taught: bool = False
    sealed: bool = True
    single: bool = False


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
            single=True,
        ),
        LetterKind(
            "protection_start",
            "支援措置開始通知書",
            "STD-3.4",
            "住民基本台帳事務処理要領第5の10",
            "支援措置",
            (
                "申出のあった住民基本台帳事務における支援措置を、次のとおり開始しましたので、通知します。",
            ),
            (
                "期間が終わる日の1か月前から、延長を申し出ることができます。",
                "住所などが変わったとき、支援を必要としなくなったときは、問い合わせ先へ申し出てください。",
            ),
            single=True,
        ),
        LetterKind(
            "residence_end",
            "在留期間の満了についてのお知らせ",
            "STD-4.5",
            "住基法30条の45・入管法21条",
            "在留期間",
            (
                "あなたの住民票に記載されている在留期間は、次の日に満了します。",
                "引き続き日本に住むときは、満了の日までに出入国在留管理庁で在留期間の更新などの申請をしてください。"
                "許可の内容は出入国在留管理庁から通知されるので、市区町村への届出は必要ありません。",
            ),
            ("既に手続を済ませたときは、このお知らせは必要ありません。",),
        ),
        LetterKind(
            "delivery_notice",
            "住民票の写し等交付通知書",
            "STD-8.1.3",
            "各市町村の要綱（本人通知）",
            "交付",
            (
                "あなたの住民票の写し等を、本人以外の請求により次のとおり交付しましたので、通知します。",
            ),
            ("だれに交付したかは、個人情報の開示請求により確かめることができます。",),
            single=True,
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


def bundle(kind: LetterKind, letters: Sequence[LetterFacts], desk: Desk) -> LetterBundle:
    """The letters of one batch as one file."""
    return LetterBundle(
        kind.title, desk.issue, tuple(letter_of(kind, facts, desk) for facts in letters)
    )


def letter_of(kind: LetterKind, facts: LetterFacts, desk: Desk) -> LetterSheet:
    """One letter of a kind, as the desk sends it."""
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
        to_person(items),
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


def asks_destination(held: Holding) -> bool:
    """照会書 goes out for those who moved out within the country; for the others there is nobody to ask."""
    return held.particulars.removal is Removal.MOVED_OUT


def inquiries(held: Iterable[Holding]) -> Iterator[LetterFacts]:
    """転入通知未着照会書, one for each municipality of destination, naming everybody who went there.

    `held` in the order of their destinations: nobody's but those of one letter are held at a time.
    """
    for to, group in groupby(held, key=_destination):
        yield _inquiry(to, tuple(group))


def _destination(held: Holding) -> Addressee:
    items = held.particulars
    return to_destination(items.destination_planned_code, items.destination_planned)


def _inquiry(to: Addressee, group: Sequence[Holding]) -> LetterFacts:
    return LetterFacts(
        to,
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
                    removed_on(h),
                )
                for h in group
            ),
        ),
    )


def removed_on(held: Holding) -> str:
    """When a record was removed, in words."""
    event = held.particulars.removal_event_date
    return event.display() if event else day(held.valid.start)


def residence_letter(held: Holding) -> LetterFacts:
    """在留期間の満了についてのお知らせ to one foreign resident; the day is in 西暦, as on their card."""
    items = held.particulars
    until = format_seireki(items.residence_until) if items.residence_until else ""
    return LetterFacts(
        to_person(items),
        persons=(held.person,),
        records=(held.record,),
        facts=(
            ("氏名", items.printed_name),
            ("在留資格", items.residence_status),
            ("在留期間の満了の日", until),
        ),
    )
