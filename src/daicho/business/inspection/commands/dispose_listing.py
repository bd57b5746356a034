"""Dispose of a list (一覧・名簿の廃棄): papers and files are gone, and so are the members here; a receipt stays."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from daicho.business.inspection.audit_types import LISTING_DISPOSED
from daicho.business.inspection.commands.listing_steps import (
    check_maker,
    check_standing,
    describe,
    lock_listing,
    next_number,
)
from daicho.business.inspection.domain.listings import State
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Invalid, Problem

METHODS = {
    "shredded": "裁断",
    "dissolved": "溶解・焼却",
    "erased": "データの消去",
    "returned": "返却を受けて裁断",
}


def dispose_listing(
    access: Access, *, listing: UUID, edition: int, method: str, witness: str
) -> str:
    """Write the receipt and take the members away; returns the receipt's number.

    What was shown to whom is not touched: a visit holds its own persons. `Invalid` without a way and a witness.
    """
    with recorded(access, LISTING_DISPOSED) as note:
        row, _ = lock_listing(listing)
        check_maker(access, row.kind)
        check_standing(row, State.MADE, edition=edition)
        _check(method, witness)
        today = business_today()
        row.state = State.DISPOSED.value
        row.edition += 1
        row.disposed_on = today
        row.disposed_at = business_now()
        row.disposed_by = access.staff_key
        row.disposed_by_name = access.name
        row.disposal_method = METHODS[method]
        row.disposal_witness = witness.strip()
        row.receipt_number = next_number("廃", today)
        row.save()
        with connection.cursor() as cursor:
            cursor.execute("SELECT inspection_dispose(%s)", [listing])
        describe(note, row)
        note.say(receipt=row.receipt_number, words=METHODS[method])
        return row.receipt_number


def _check(method: str, witness: str) -> None:
    wanted = (
        (
            method not in METHODS,
            "method",
            "廃棄の方法が選ばれていません。",
            "一覧から選んでください。",
        ),
        (
            not witness.strip(),
            "witness",
            "立ち会った人がありません。",
            "立ち会った職員の氏名を入力してください。",
        ),
    )
    problems = [
        Problem(f"rosters.{field}", field, what, "廃棄したことを受領書に残します。", remedy)
        for wrong, field, what, remedy in wanted
        if wrong
    ]
    if problems:
        raise Invalid(problems)
