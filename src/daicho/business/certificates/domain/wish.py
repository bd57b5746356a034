"""Request (交付請求): what stands on the application form, checked as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from daicho.business.certificates.domain.claims import (
    Subject,
    Wish,
    check_extras,
    check_wish,
)
from daicho.business.certificates.domain.composition import ALWAYS_ON_A_COPY, Form, Item
from daicho.business.certificates.domain.rights import Proof, Requester
from daicho.kernel.errors import Problem
from daicho.registers.residents.domain.particulars import Removal, Status
from daicho.registers.residents.domain.segments import Holding

MOST_COPIES = 20


@dataclass(frozen=True, slots=True)
class Request:
    """One request for copies. `records` are the records chosen; `documents` codes of identity documents.

    `confirmed` are the keys of the alerts that the clerk has read and confirmed (STD-11.1). `stated_address` is that of
    the people as the application has it, to be compared with the register. `form_number`, `client` and `submit_to` are
    統一用紙番号, 依頼者 and 提出先 of 職務上請求; `proofs` what was seen besides identity documents.
    """

    key: UUID
    form: Form
    records: tuple[UUID, ...]
    items: frozenset[Item]
    requester: Requester
    requester_name: str
    ground: str
    documents: tuple[str, ...]
    copies: int
    official: bool
    by_post: bool
    confirmed: frozenset[str] = frozenset()
    stated_address: str = ""
    proofs: frozenset[Proof] = frozenset()
    form_number: str = ""
    client: str = ""
    submit_to: str = ""

    @property
    def kept_ground(self) -> str:
        """The ground as the history keeps it, with whom a profession acts for."""
        stated = (
            ("統一用紙番号", self.form_number),
            ("依頼者", self.client),
            ("提出先", self.submit_to),
        )
        words = "、".join(f"{label} {text.strip()}" for label, text in stated if text.strip())
        return f"{self.ground.strip()}（{words}）" if words else self.ground.strip()


REQUESTER_BLANK = Problem(
    "requester_blank",
    "requester_name",
    "請求者の氏名がありません。",
    remedy="請求書に書かれた氏名を入力してください。",
)
WRONG_COPIES = Problem(
    "copies",
    "copies",
    "通数が正しくありません。",
    f"1通から{MOST_COPIES}通まで交付できます。",
    "通数を入力し直してください。",
)
NOBODY_CHOSEN = Problem(
    "nobody_chosen",
    "records",
    "証明する人が選ばれていません。",
    remedy="証明書に載せる人を選んでください。",
)
NOT_REMOVED = Problem(
    "not_removed",
    "records",
    "除票ではない人が選ばれています。",
    "除票の写しは、消除された住民票について交付します。",
    "住民票の写しを選んでください。",
)
IS_REMOVED = Problem(
    "removed",
    "records",
    "消除された人が選ばれています。",
    "消除された人は、住民票の写しに載せられません（世帯連記式で現存者と一緒にもできません）。",
    "除票の写しを選んでください。",
)
NOT_REWRITTEN = Problem(
    "not_rewritten",
    "records",
    "改製原ではない住民票が選ばれています。",
    "改製原住民票の写しは、改製の前の住民票について交付します。",
    "住民票の画面から、改製の前の住民票を開いて選び直してください。",
)
WRONG_STATUS = {
    Status.PRESENT: IS_REMOVED,
    Status.REMOVED: NOT_REMOVED,
    Status.REWRITTEN: NOT_REWRITTEN,
}
KATAGAKI_NEEDED = Problem(
    "katagaki_needed",
    "item-without_katagaki",
    "この証明書では、方書を省けません。",
    "方書を省けるのは、記載事項証明書で省略を求められたときだけです。",
    "「住所の方書を省く」を外すか、記載事項証明書を選んでください。",
)
ITEMS_FIXED = Problem(
    "items_fixed",
    "form",
    "この証明書に載せる項目は選べません。",
    "現況証明書と町名地番変更証明書は、決まった項目だけを載せます。",
    "項目を外すか、記載事項証明書を選んでください。",
)
NAME_NOT_CHOSEN = Problem(
    "name_not_chosen",
    "item-name",
    "氏名が選ばれていません。",
    "氏名のない証明書では、誰についての証明かが分かりません。",
    "氏名と、証明する事項を選んでください。",
)
TWO_HOUSEHOLDS = Problem(
    "two_households",
    "records",
    "別の世帯の人が一緒に選ばれています。",
    "世帯連記式は、一つの世帯について交付します。",
    "世帯ごとに分けてください。",
)


def check_request(
    request: Request, records: Sequence[Holding], *, points: int
) -> tuple[Problem, ...]:
    """Everything that stops the request: who asks, for whom, with what; `points` of the documents shown.

    Two are needed from documents that count one half each: a document that suffices counts two.
    """
    found = check_wish(_wish(request, points), [_subject(r) for r in records])
    found += _people(request, records)
    if request.form.states and Item.NAME not in request.items:
        found.append(NAME_NOT_CHOSEN)
    if request.form.proves and request.items:
        found.append(ITEMS_FIXED)
    if Item.WITHOUT_KATAGAKI in request.items and not request.form.states:
        found.append(KATAGAKI_NEEDED)
    if not request.requester_name.strip():
        found.append(REQUESTER_BLANK)
    if not 1 <= request.copies <= MOST_COPIES:
        found.append(WRONG_COPIES)
    return tuple(found)


def check_items(request: Request) -> tuple[Problem, ...]:
    """Alerts that whoever decides reads: items beyond what the requester's row gives without more."""
    return check_extras(_wish(request, points=0))


_NUMBERS = frozenset({Item.INDIVIDUAL_NUMBER, Item.RESIDENT_CODE})


def _wish(request: Request, points: int) -> Wish:
    plain = {*ALWAYS_ON_A_COPY, Item.WITHOUT_KATAGAKI} | _NUMBERS
    return Wish(
        requester=request.requester,
        ground=request.ground,
        individual_number=Item.INDIVIDUAL_NUMBER in request.items,
        resident_code=Item.RESIDENT_CODE in request.items,
        by_post=request.by_post,
        points=points,
        proofs=request.proofs,
        form_number=request.form_number,
        client=request.client,
        submit_to=request.submit_to,
        extras=tuple(item.label for item in Item if item in request.items and item not in plain),
    )


def _subject(record: Holding) -> Subject:
    return Subject(
        removed=record.status is not Status.PRESENT,
        dead=record.particulars.removal is Removal.DEAD,
    )


def _people(request: Request, records: Sequence[Holding]) -> list[Problem]:
    households = {r.particulars.household_number for r in records}
    if not records:
        return [NOBODY_CHOSEN]
    if any(r.status is not request.form.status for r in records):
        return [WRONG_STATUS[request.form.status]]
    if request.form is Form.HOUSEHOLD and len(households) > 1:
        return [TWO_HOUSEHOLDS]
    return []
