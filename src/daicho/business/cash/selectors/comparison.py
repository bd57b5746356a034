"""Comparison (発行枚数と収納件数の照合): the issues and the takings of an office's day, read for the closing slip.

Within the caller's own act. A sheet belongs to an account by its own key, or by the request for which both were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, Sum, Value, When

from daicho.business.cash.domain.comparison import (
    Charge,
    Comparison,
    Sheet,
    Takings,
    Unissued,
    compare,
)
from daicho.business.cash.domain.fees import Charged, title_on
from daicho.business.cash.domain.postings import Kind, Place
from daicho.business.cash.models import Account, AccountSheet, Entry, Posting
from daicho.business.cash.selectors.standing import standings
from daicho.business.certificates.public import (
    ChargedSheet,
    fee_codes,
    sheets_of_requests,
    sheets_on,
)


def compare_day(office: str, day: date) -> Comparison:
    """The comparison of one office on one day, as things stand."""
    sheets = sheets_on(day, office=office)
    return compare(
        [_sheet(sheet) for sheet in sheets],
        charges_of(sheets),
        _takings(office, day),
        tuple(_unissued(office, day)),
    )


def _sheet(sheet: ChargedSheet) -> Sheet:
    return Sheet(sheet.key, sheet.number, sheet.fee_code, sheet.title, sheet.fee_yen, sheet.spoiled)


def charges_of(sheets: Sequence[ChargedSheet]) -> dict[UUID, Charge]:
    """How each sheet stands in the books; one that is on no account is missing."""
    linked = dict(
        AccountSheet.objects.filter(issue__in=[s.key for s in sheets], dropped=False).values_list(
            "issue", "line__account"
        )
    )
    requests = [s.request_key for s in sheets if s.key not in linked]
    accounts = Account.objects.filter(dropped_at__isnull=True)
    by_key = {a.key: a for a in accounts.filter(key__in=set(linked.values()))}
    by_request = {a.request_key: a for a in accounts.filter(request_key__in=requests)}
    now = standings({a.key: a for a in (*by_key.values(), *by_request.values())}.values())
    found: dict[UUID, Charge] = {}
    for sheet in sheets:
        account = by_key.get(linked[sheet.key]) if sheet.key in linked else None
        account = account or by_request.get(sheet.request_key)
        if account is None:
            continue
        line = _line_of(sheet, now[account.key].lines)
        if line is not None:
            exempt = bool(line.exemption) or line.count == 0
            yen = 0 if exempt else line.unit_yen
            found[sheet.key] = Charge(
                account.number, yen, exempt, now[account.key].payment is not None
            )
    return found


def _line_of(sheet: ChargedSheet, lines: Iterable[Charged]) -> Charged | None:
    own = [line for line in lines if sheet.key in line.issues]
    of_kind = [line for line in lines if not line.issues and line.code == sheet.fee_code]
    return next(iter((*own, *of_kind)), None)


def _takings(office: str, day: date) -> dict[str, Takings]:
    """By fee: what the entries of the day come to."""
    free = Case(When(exemption="", then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = (
        Posting.objects.filter(entry__office=office, entry__on=day, place=Place.FEE)
        .annotate(free=free)
        .values("code", "free")
        .annotate(sheets=Sum("sheets"), yen=Sum("yen"))
        .order_by("code")
    )
    found: dict[str, Takings] = {}
    for row in rows:
        before = found.get(row["code"], Takings(title_on(row["code"], day), 0, 0, 0))
        free_sheets = row["sheets"] if row["free"] else 0
        found[row["code"]] = Takings(
            before.title,
            before.paid_sheets + row["sheets"] - free_sheets,
            before.free_sheets + free_sheets,
            before.yen - row["yen"],
        )
    return found


def _unissued(office: str, day: date) -> Iterable[Unissued]:
    """Payments of the day for sheets that are issued here, without a sheet that stays out."""
    paid = Entry.objects.filter(office=office, on=day, kind=Kind.PAYMENT).select_related("account")
    accounts = {e.account_id: e.account for e in paid.order_by("number") if e.account is not None}
    if not accounts:
        return
    out = {
        s.request_key
        for s in sheets_of_requests([a.request_key for a in accounts.values()])
        if not s.spoiled
    }
    here = fee_codes()
    for key, now in standings(accounts.values()).items():
        account = accounts[key]
        if now.payment is None or account.request_key in out:
            continue
        for line in now.lines:
            if line.amount_yen and line.code in here and not line.issues:
                yield Unissued(account.number, line.title, line.count, line.amount_yen)
