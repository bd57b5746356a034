"""Reading (読取り): from posted forms to tenders, counts and days; and the answer with a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.http import HttpResponse, QueryDict

from daicho.business.cash.commands.count_drawer import Counted
from daicho.business.cash.domain.denominations import DENOMINATIONS
from daicho.business.cash.domain.postings import Place
from daicho.business.cash.domain.tenders import MoneyOrder, Tender, place_of
from daicho.foundation.ui.posted import number_of
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.money import yen
from daicho.kernel.wareki import parse_date

MOST_ORDERS = 30


def read_tender(posted: QueryDict, *, day: date) -> Tender:
    """How it was paid, by the fields of the method that was chosen. `Invalid` for what cannot be read."""
    method = posted.get("method", "")
    place = place_of(method, day)
    tendered = posted.get("tendered_yen", "").strip()
    if place is Place.MONEY_ORDER:
        return Tender(
            method,
            orders=tuple(_orders(posted, "orders")),
            change_orders=tuple(_orders(posted, "change_orders")),
        )
    if place is Place.CASHLESS:
        return Tender(method, slip_number=posted.get("slip_number", "").strip())
    return Tender(method, yen(tendered, field="tendered_yen") if tendered else None)


def _orders(posted: QueryDict, name: str) -> Iterator[MoneyOrder]:
    for at in range(MOST_ORDERS):
        number = posted.get(f"{name}.{at}.number", "").strip()
        face = number_of(posted, f"{name}.{at}.yen", otherwise=0)
        issued = posted.get(f"{name}.{at}.issued_on", "").strip()
        if number or face:
            field = f"{name}.{at}.issued_on"
            yield MoneyOrder(number, face, parse_date(issued, field=field))


def read_count(posted: QueryDict) -> Counted:
    """What was counted; a blank is none. `Invalid` for what is no number."""
    pieces = {face: _pieces(posted, f"pieces.{face}") for face in DENOMINATIONS}
    return Counted(
        pieces=pieces,
        money_order_yen=_amount(posted, "money_order_yen"),
        stamp_yen=_amount(posted, "stamp_yen"),
        cashless_yen=_amount(posted, "cashless_yen"),
        reason=posted.get("reason", ""),
    )


def _pieces(posted: QueryDict, name: str) -> int:
    text = posted.get(name, "").strip()
    found = number_of(posted, name, otherwise=-1)
    if text and found < 0:
        raise Invalid(
            [
                Problem(
                    "cash.pieces",
                    name,
                    "枚数が読み取れません。",
                    "0以上の整数だけを扱います。",
                    "枚数を半角の数字で入力してください。",
                )
            ]
        )
    return max(found, 0)


def _amount(posted: QueryDict, name: str) -> int:
    text = posted.get(name, "").strip()
    return yen(text, field=name) if text else 0


def day_of(text: str, *, otherwise: date) -> date:
    """A day of an address (2026-11-20); another text is the other day."""
    try:
        return parse_date(text, field="day") if text.strip() else otherwise
    except Invalid:
        return otherwise


def pdf(name: str, content: bytes) -> HttpResponse:
    """A PDF to be looked at and printed, kept in no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{_encoded(name)}.pdf"
    response["Cache-Control"] = "no-store"
    return response


def _encoded(name: str) -> str:
    return "".join(f"%{byte:02X}" for byte in name.replace(" ", "-").encode())
