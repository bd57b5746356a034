"""The ledger (収納の一覧・レジ・日計): entries by day, a drawer with its slip, an office's day, and the corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Sum

from daicho.business.cash.audit_types import LEDGER_READ
from daicho.business.cash.domain.comparison import Comparison, Difference, Found, Row
from daicho.business.cash.domain.denominations import DENOMINATIONS
from daicho.business.cash.domain.fees import exemption_on, title_on
from daicho.business.cash.domain.postings import IN_DRAWER, Kind, Place
from daicho.business.cash.domain.states import TILL, DrawerState
from daicho.business.cash.domain.tenders import method_title
from daicho.business.cash.models import (
    Drawer,
    DrawerCount,
    Entry,
    OfficeDay,
    Posting,
)
from daicho.business.cash.selectors.comparison import compare_day
from daicho.business.cash.selectors.till import DrawerRow, EntryRow, drawer_row, entry_row
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today

PER_PAGE: Final = 50
TAKINGS: Final = (Kind.PAYMENT, Kind.CANCELLATION, Kind.CORRECTION)
CLOSING: Final = (Kind.DIFFERENCE, Kind.FLOAT_BACK, Kind.HAND_IN)


@dataclass(frozen=True, slots=True)
class FeeRow:
    """Takings of one fee by one method; free sheets under their exemption."""

    code: str
    title: str
    method: str
    exemption: str
    sheets: int
    yen: int


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What should be in the drawer, what was counted, and the difference, in yen."""

    place: Place
    float_yen: int
    taken_yen: int
    should_yen: int
    counted_yen: int | None

    @property
    def used(self) -> bool:
        """Whether there is anything to say of it; cash there always is."""
        return self.place is Place.CASH or any(
            (self.float_yen, self.taken_yen, self.counted_yen or 0)
        )

    @property
    def difference_yen(self) -> int | None:
        return None if self.counted_yen is None else self.counted_yen - self.should_yen


@dataclass(frozen=True, slots=True)
class KindRow:
    """How many entries of a kind, and what they come to."""

    label: str
    count: int
    yen: int


@dataclass(frozen=True, slots=True)
class Slip:
    """The closing slip of a drawer (締め票): the same before and after it is closed."""

    row: DrawerRow
    edition: int
    float_cash_yen: int
    float_orders_yen: int
    places: tuple[PlaceRow, ...]
    kinds: tuple[KindRow, ...]
    fees: tuple[FeeRow, ...]
    pieces: tuple[tuple[int, int, int], ...]
    count: DrawerCount | None
    sent_back: tuple[DrawerCount, ...]
    reversals: tuple[EntryRow, ...]
    closed_by: str
    closed_at: Any  # Any: a datetime, or None while it is open
    day_closed: bool


@dataclass(frozen=True, slots=True)
class DaySlip:
    """The slip of an office's day (日計表); `closed` is None while it may still be closed."""

    office: str
    day: date
    drawers: tuple[DrawerRow, ...]
    fees: tuple[FeeRow, ...]
    places: tuple[PlaceRow, ...]
    comparison: Comparison
    closed: OfficeDay | None
    to_remit_yen: int

    @property
    def fee_yen(self) -> int:
        return sum(row.yen for row in self.fees)

    @property
    def ready(self) -> bool:
        """Whether it may be closed now."""
        shut = all(d.state is DrawerState.CLOSED for d in self.drawers)
        return self.closed is None and bool(self.drawers) and shut


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A page of entries, its rows, the yen taken on the day, and the earlier days that are not closed."""

    page: Page[Entry]
    rows: tuple[EntryRow, ...]
    yen: int
    late_days: tuple[date, ...]


def list_entries(access: Access, *, day: date, kind: str = "", page: int = 1) -> EntryPage:
    """The entries of the office on a day, newest first; one entry on the trail for the page."""
    check_may(access, "cash.view")
    with recorded(access, LEDGER_READ) as note:
        rows = Entry.objects.filter(office=access.office, on=day)
        rows = rows.filter(kind=kind) if kind in set(Kind) else rows
        found = Paginator(
            rows.select_related("account", "origin").order_by("-at", "-number"), PER_PAGE
        ).get_page(page)
        note.say(day=day.isoformat(), office=access.office, count=found.paginator.count)
        yen = rows.filter(kind__in=TAKINGS).aggregate(sum=Sum("yen"))["sum"] or 0
        late = unclosed_days(access.office, today=business_today())
        return EntryPage(found, tuple(entry_row(row) for row in found), yen, late)


def view_drawer(access: Access, *, drawer: UUID) -> Slip:
    """A drawer and its closing slip; one entry on the trail."""
    check_may(access, "cash.view")
    with recorded(access, LEDGER_READ) as note:
        row = Drawer.objects.filter(key=drawer).first()
        if row is None:
            raise TILL.missing()
        note.say(day=row.day.isoformat(), office=row.office, state=row.state)
        return slip_of(access, row)


def slip_of(access: Access, row: Drawer) -> Slip:
    """The slip, from the entries but those of the closing itself. Within the caller's own act."""
    counts = tuple(DrawerCount.objects.filter(drawer=row).order_by("edition"))
    count = next((c for c in reversed(counts) if not c.sent_back_reason), None)
    own = Entry.objects.filter(drawer=row)
    undone = own.filter(kind__in=(Kind.CANCELLATION, Kind.CORRECTION))
    return Slip(
        row=drawer_row(row, access),
        edition=row.edition,
        float_cash_yen=row.float_cash_yen,
        float_orders_yen=row.float_orders_yen,
        places=_places(Posting.objects.filter(entry__drawer=row), count),
        kinds=tuple(
            KindRow(Kind(k["kind"]).label, k["count"], k["yen"])
            for k in own.exclude(kind__in=CLOSING)
            .values("kind")
            .annotate(count=Count("key"), yen=Sum("yen"))
            .order_by("kind")
        ),
        fees=fee_rows({"entry__drawer": row}, day=row.day),
        pieces=_pieces(count),
        count=count,
        sent_back=tuple(c for c in counts if c.sent_back_reason),
        reversals=tuple(
            entry_row(e) for e in undone.select_related("account", "origin").order_by("at")
        ),
        closed_by=row.closed_by_name,
        closed_at=row.closed_at,
        day_closed=OfficeDay.objects.filter(office=row.office, day=row.day).exists(),
    )


def _pieces(count: DrawerCount | None) -> tuple[tuple[int, int, int], ...]:
    """(face, pieces, yen) of every denomination."""
    counted: Mapping[str, int] = count.pieces if count else {}
    return tuple(
        (face, counted.get(str(face), 0), face * counted.get(str(face), 0))
        for face in DENOMINATIONS
    )


def _places(postings: Any, count: DrawerCount | None) -> tuple[PlaceRow, ...]:  # Any: a QuerySet
    inside = postings.filter(place__in=[place.value for place in IN_DRAWER])
    floats, taken = (
        dict(
            inside.filter(entry__kind__in=kinds)
            .values_list("place")
            .annotate(yen=Sum("yen"))
            .order_by()
        )
        for kinds in ((Kind.FLOAT,), TAKINGS)
    )
    counted = (
        {
            Place.CASH: count.cash_yen,
            Place.MONEY_ORDER: count.money_order_yen,
            Place.STAMP: count.stamp_yen,
            Place.CASHLESS: count.cashless_yen,
        }
        if count
        else {}
    )
    return tuple(
        PlaceRow(
            place=place,
            float_yen=floats.get(place.value, 0),
            taken_yen=taken.get(place.value, 0),
            should_yen=floats.get(place.value, 0) + taken.get(place.value, 0),
            counted_yen=counted.get(place),
        )
        for place in IN_DRAWER
    )


def fee_rows(narrowed: Mapping[str, object], *, day: date) -> tuple[FeeRow, ...]:
    """Takings by fee, method and exemption among the postings that fit; titles as of the day."""
    rows = (
        Posting.objects.filter(place=Place.FEE, **narrowed)
        .values("code", "entry__method", "exemption")
        .annotate(sheets=Sum("sheets"), yen=Sum("yen"))
        .order_by("code", "exemption", "entry__method")
    )
    return tuple(
        FeeRow(
            code=row["code"],
            title=title_on(row["code"], day),
            method=method_title(row["entry__method"], day),
            exemption=_exemption_title(row["exemption"], day),
            sheets=row["sheets"],
            yen=-row["yen"],
        )
        for row in rows
        if row["sheets"] or row["yen"]
    )


def _exemption_title(code: str, day: date) -> str:
    row = exemption_on(code, day) if code else None
    return row.title if row else code


def list_drawers(access: Access, *, day: date) -> tuple[DrawerRow, ...]:
    """The drawers of the office on a day, after those of earlier days that are not closed."""
    check_may(access, "cash.view")
    with recorded(access, LEDGER_READ) as note:
        office = Drawer.objects.filter(office=access.office)
        late = office.filter(day__lt=day).exclude(state=DrawerState.CLOSED)
        rows = [*late.order_by("day", "opened_at"), *office.filter(day=day).order_by("opened_at")]
        note.say(day=day.isoformat(), office=access.office, count=len(rows))
        return tuple(drawer_row(row, access) for row in rows)


def view_office_day(access: Access, *, office: str, day: date) -> DaySlip:
    """The day of an office; as it was compared when it was closed, or as things stand."""
    check_may(access, "cash.view")
    with recorded(access, LEDGER_READ) as note:
        note.say(day=day.isoformat(), office=office)
        return day_slip(access, office, day)


def day_slip(access: Access, office: str, day: date) -> DaySlip:
    """The slip of the day. Within the caller's own act."""
    closed = OfficeDay.objects.filter(office=office, day=day).first()
    drawers = Drawer.objects.filter(office=office, day=day).order_by("opened_at")
    postings = Posting.objects.filter(entry__office=office, entry__on=day)
    safe = postings.filter(place=Place.SAFE, entry__kind=Kind.HAND_IN)
    return DaySlip(
        office=office,
        day=day,
        drawers=tuple(drawer_row(row, access) for row in drawers),
        fees=fee_rows({"entry__office": office, "entry__on": day}, day=day),
        places=_places(postings, _sum_of_counts(drawers)),
        comparison=_kept(closed.comparison) if closed else compare_day(office, day),
        closed=closed,
        to_remit_yen=safe.aggregate(sum=Sum("yen"))["sum"] or 0,
    )


def _sum_of_counts(drawers: Iterable[Drawer]) -> DrawerCount | None:
    """What was counted in all drawers together; None while one is not counted."""
    total = DrawerCount(cash_yen=0, money_order_yen=0, stamp_yen=0, cashless_yen=0)
    for drawer in drawers:
        counts = DrawerCount.objects.filter(drawer=drawer, sent_back_reason="")
        count = counts.order_by("-edition").first()
        if count is None or drawer.state == DrawerState.OPEN:
            return None
        total.cash_yen += count.cash_yen
        total.money_order_yen += count.money_order_yen
        total.stamp_yen += count.stamp_yen
        total.cashless_yen += count.cashless_yen
    return total


def _kept(comparison: Mapping[str, Any]) -> Comparison:  # Any: JSON as it was written
    """The comparison as it was when the day was closed."""
    found = [{**f, "kind": Difference(f["kind"])} for f in comparison["differences"]]
    return Comparison(
        tuple(Row(**row) for row in comparison["rows"]), tuple(Found(**f) for f in found)
    )


def unclosed_days(office: str, *, today: date) -> tuple[date, ...]:
    """Days before today on which a drawer was open and that the office has not closed. Within the caller's own act."""
    closed = OfficeDay.objects.filter(office=office).values("day")
    days = Drawer.objects.filter(office=office, day__lt=today).exclude(day__in=closed)
    return tuple(days.order_by("day").values_list("day", flat=True).distinct())
