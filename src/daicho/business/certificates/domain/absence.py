"""Absence (不在住証明・廃棄済証明, practice.md §2): that the register has nobody of a name at an address.

The search is the ground. Whoever is found stops the certificate, and nobody outside learns who it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from daicho.business.certificates.domain.matching import fold_address
from daicho.foundation.documents.sheets import Issue, Pair, Section, StatementSheet
from daicho.foundation.law_values import LawValue
from daicho.kernel.errors import Problem
from daicho.kernel.periods import months_after
from daicho.kernel.wareki import format_wareki
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding


class Lack(StrEnum):
    """What is certified; the value is the code of the paper and of its fee."""

    ABSENT = "absence_certificate"
    DISPOSED = "disposal_certificate"

    @property
    def label(self) -> str:
        return "不在住証明書" if self is Lack.ABSENT else "廃棄済証明書"


SENTENCES: Final = {
    Lack.ABSENT: "上記の住所に、上記の氏名の者の住民票がないことを証明します。",
    Lack.DISPOSED: "上記の者の住民票の除票は、保存期間の経過により廃棄し、交付できないことを証明します。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceWish:
    """What stands on the application: of whom, where, and for whom; `removed_on` the day of removal, of a 除票."""

    key: UUID
    lack: Lack
    name: str
    address: str
    removed_on: date | None
    requester_name: str
    ground: str
    documents: tuple[str, ...]


def _blank(field: str, label: str) -> Problem:
    return Problem(
        f"{field}_blank",
        field,
        f"{label}がありません。",
        "申請書に書かれたとおりに探して、いないことを証明します。",
        f"{label}を入力してください。",
    )


IDENTITY_NOT_SHOWN: Final = Problem(
    "identity_not_shown",
    "documents",
    "申請した人の本人確認が足りません。",
    "1点で足りる書類か、2点そろえる書類が必要です。",
    "確認した書類に印を付けてください。",
)
SOMEBODY_THERE: Final = Problem(
    "somebody_there",
    "name",
    "この証明書は交付できません。",
    "この氏名で、この住所に当てはまる人の記録があります。",
    "申請した人には、記録の有無を言わずに「お答えできる情報はありません。」と伝えてください。本人の写しが必要なときは、請求の受付から請求を受けてください。",
)
STILL_KEPT: Final = Problem(
    "still_kept",
    "removed_on",
    "廃棄済証明書は交付できません。",
    "この日に消除された除票は、まだ保存期間の中にあります。",
    "消除された日を確かめてください。除票が見当たらないときは、氏名の文字と住所を変えて検索してください。",
)


def check_absence(
    wish: AbsenceWish,
    held: Iterable[Holding],
    *,
    points: int,
    disposed_on: date | None,
    today: date,
) -> tuple[Problem, ...]:
    """Everything that stops the certificate; `disposed_on` is when the law let a 除票 of `removed_on` go."""
    labels = {
        "name": "証明する人の氏名",
        "address": "証明する住所",
        "requester_name": "申請した人の氏名",
    }
    found = [
        _blank(field, label) for field, label in labels.items() if not getattr(wish, field).strip()
    ]
    if points < 2:
        found.append(IDENTITY_NOT_SHOWN)
    if wish.lack is Lack.DISPOSED and wish.removed_on is None:
        found.append(_blank("removed_on", "消除された日"))
    elif wish.lack is Lack.DISPOSED and (disposed_on is None or disposed_on > today):
        found.append(STILL_KEPT)
    if there(wish, held, today=today):
        found.append(SOMEBODY_THERE)
    return tuple(found)


def there(wish: AbsenceWish, held: Iterable[Holding], *, today: date) -> tuple[Holding, ...]:
    """Of those with the name, who is or was at the address: today and present, or for 廃棄済 at any time."""
    wanted = fold_address(wish.address)
    return tuple(
        h
        for h in held
        if (wish.lack is Lack.DISPOSED or (h.status is Status.PRESENT and h.valid.covers(today)))
        and any(_within(wanted, one) or _within(one, wanted) for one in _places(h))
    )


def _within(part: str, whole: str) -> bool:
    """Whether one address is a part of the other, as of a building without its room; 3-1 is none of 3-11."""
    return bool(part) and re.search(f"{re.escape(part)}(?![0-9])", whole) is not None


def _places(held: Holding) -> tuple[str, ...]:
    items = held.particulars
    return (fold_address(items.address), fold_address(f"{items.address}{items.katagaki}"))


def kept_until(removed_on: date, periods: Sequence[LawValue]) -> date:
    """From which day a 除票 was no longer kept: a longer period saves what a shorter one had not yet let go.

    `periods` are the rows of the law in order of their days, the last without an end.
    """
    ends = [(row, months_after(removed_on, 12 * int(row.facts["years"]))) for row in periods]
    return next(end for row, end in ends if row.until_on is None or end < row.until_on)


def absence_sheet(wish: AbsenceWish, *, issue: Issue) -> StatementSheet:
    """不在住証明書, 廃棄済証明書: what was stated, and that nothing was found."""
    pairs = [Pair("住所", wish.address.strip()), Pair("氏名", wish.name.strip())]
    if wish.lack is Lack.DISPOSED and wish.removed_on:
        pairs.append(Pair("消除された日", format_wareki(wish.removed_on)))
    pairs.append(Pair("調べた結果", "該当する者なし" if wish.lack is Lack.ABSENT else "廃棄済"))
    return StatementSheet(
        name=wish.name.strip(),
        born_on="",
        items=Section("申請された事項", tuple(pairs)),
        issue=issue,
        title=wish.lack.label,
    )
