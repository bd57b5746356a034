"""Request (交付請求): what stands on the application form, checked as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from daicho.business.certificates.domain.composition import Form, Item
from daicho.business.certificates.domain.rights import (
    ROWS,
    Requester,
    Subject,
    Wish,
    check_wish,
)
from daicho.kernel.errors import Problem
from daicho.registers.residents.domain.particulars import Removal, Status
from daicho.registers.residents.domain.segments import Holding

MOST_COPIES = 20


@dataclass(frozen=True, slots=True)
class Request:
    """One request for copies. `records` are the records chosen; `documents` codes of identity documents.

    `confirmed` are the keys of the alerts that the clerk has read and confirmed (STD-11.1). `stated_address` is that of
    the people as the application has it, to be compared with the register.
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


REQUESTER_BLANK = Problem(
    "requester_blank",
    "requester_name",
    "請求者の氏名がありません。",
    remedy="請求書に書かれた氏名を入力してください。",
)
IDENTITY_NOT_SHOWN = Problem(
    "identity_not_shown",
    "documents",
    "本人確認が足りません。",
    "1点で足りる書類か、2点そろえる書類が必要です。",
    "確認した書類に印を付けてください。",
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
    wish = Wish(
        requester=request.requester,
        ground=request.ground,
        individual_number=Item.INDIVIDUAL_NUMBER in request.items,
        resident_code=Item.RESIDENT_CODE in request.items,
        by_post=request.by_post,
    )
    found = check_wish(wish, [_subject(r) for r in records])
    found += _people(request, records)
    if request.form.states and Item.NAME not in request.items:
        found.append(NAME_NOT_CHOSEN)
    if not request.requester_name.strip():
        found.append(REQUESTER_BLANK)
    if points < 2 and not ROWS[request.requester].free:
        found.append(IDENTITY_NOT_SHOWN)
    if not 1 <= request.copies <= MOST_COPIES:
        found.append(WRONG_COPIES)
    return tuple(found)


def _subject(record: Holding) -> Subject:
    return Subject(
        removed=record.status is not Status.PRESENT,
        dead=record.particulars.removal is Removal.DEAD,
    )


def _people(request: Request, records: Sequence[Holding]) -> list[Problem]:
    removed = [r for r in records if r.status is not Status.PRESENT]
    households = {r.particulars.household_number for r in records}
    if not records:
        return [NOBODY_CHOSEN]
    if request.form.of_removed and len(removed) < len(records):
        return [NOT_REMOVED]
    if not request.form.of_removed and removed:
        return [IS_REMOVED]
    if request.form is Form.HOUSEHOLD and len(households) > 1:
        return [TWO_HOUSEHOLDS]
    return []
