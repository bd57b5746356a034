"""Letters of a bulk address change (住所一括変更の事前・事後の通知): one letter a household, from what the change says."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from daicho.business.certificates.audit_types import NOTICES_VIEWED
from daicho.business.certificates.domain.letters import LetterFacts
from daicho.business.movements.public import BulkLetter, letters_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.sheets import Addressee
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.errors import Missing
from daicho.kernel.wareki import format_wareki


def bulk_letters(
    case: UUID, *, afterwards: bool, persons: Collection[UUID] | None = None
) -> Iterator[LetterFacts]:
    """The letters before or after a bulk change, in 世帯番号 order, one at a time; `persons`: of their households alone.

    Within the caller's act; `Missing` at the first of no such change.
    """
    try:
        for row in letters_of(case, afterwards=afterwards, persons=persons):
            yield _letter(row, afterwards=afterwards)
    except ObjectDoesNotExist as error:
        raise Missing(
            "この一括処理はありません。", remedy="一括処理の一覧から選び直してください。"
        ) from error


def _letter(row: BulkLetter, *, afterwards: bool) -> LetterFacts:
    before = _line(row.address_before, row.katagaki_before)
    after = _line(row.address_after, row.katagaki_after)
    return LetterFacts(
        Addressee(row.addressee, after if afterwards else before, row.postal_code),
        persons=row.persons,
        records=(),
        facts=(
            ("変更前の住所の表示", before),
            ("変更後の住所の表示", after),
            ("変更の年月日", format_wareki(row.event_on)),
            ("変更の理由", row.ground),
            ("対象の人", "、".join(row.names)),
        ),
    )


def _line(address: str, katagaki: str) -> str:
    return f"{address}\u3000{katagaki}" if katagaki else address


def count_letters(access: Access, *, case: UUID) -> tuple[int, int]:
    """How many letters there are before the change and after it; one entry, about nobody by name."""
    check_may(access, "certificates.notices")
    with recorded(access, NOTICES_VIEWED) as note:
        before = sum(1 for _ in bulk_letters(case, afterwards=False))
        after = sum(1 for _ in bulk_letters(case, afterwards=True))
        note.say(list="bulk_address", count=before + after)
        return before, after
