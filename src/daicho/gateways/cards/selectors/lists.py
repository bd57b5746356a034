"""Lists of cards (カードの一覧): what waits to be fetched, is kept too long, is stopped, is due, is to be given back, was not told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.cards.audit_types import CARDS_LISTED
from daicho.gateways.cards.domain.states import Due, State
from daicho.gateways.cards.models import Card, CardEvent
from daicho.gateways.cards.selectors.cards import CardLine, line_of
from daicho.gateways.cards.selectors.people import Owner, owners_of
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today

PER_PAGE: Final = 50
_WAITING: Final = (State.ARRIVED.value, State.PREPARED.value)
_PENDING: Final = (Due.CONTINUATION.value, Due.OVERSEAS.value, Due.DEPARTURE.value)


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: its name, what it is for, whom it holds, and in which order."""

    title: str
    says: str
    rows: Callable[[date], QuerySet[Card]]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One card of a list, with its owner."""

    owner: Owner
    card: CardLine
    since: date | None
    due_reason: str


@dataclass(frozen=True, slots=True)
class CardPage:
    """A page of a list."""

    listing: Listing
    page: Page[Card]
    rows: tuple[Row, ...]


def _waiting(_today: date) -> QuerySet[Card]:
    return Card.objects.filter(state__in=_WAITING)


def _kept_too_long(today: date) -> QuerySet[Card]:
    first = today - timedelta(days=settings.PROFILE.cards.storage_days)
    return Card.objects.filter(state__in=_WAITING, arrived_on__lt=first)


def _suspended(_today: date) -> QuerySet[Card]:
    return Card.objects.filter(state=State.SUSPENDED.value)


def _pending(_today: date) -> QuerySet[Card]:
    return Card.objects.filter(due__in=_PENDING)


def _to_abolish(_today: date) -> QuerySet[Card]:
    return Card.objects.filter(due=Due.ABOLITION.value)


def _to_return(_today: date) -> QuerySet[Card]:
    return Card.objects.filter(due=Due.RETURN.value)


def _untold(_today: date) -> QuerySet[Card]:
    events = CardEvent.objects.filter(card=OuterRef("key")).filter(
        ~Q(event="") & ~Q(outcome="accepted")
    )
    return Card.objects.filter(Exists(events))


LISTS: Final[Mapping[str, Listing]] = {
    "waiting": Listing(
        "交付待ち", "到着して、まだ渡していないカードです。", _waiting, ("arrived_on", "key")
    ),
    "overdue": Listing(
        "保管期限切れ",
        "保管の期間を過ぎても受取りのないカードです。連絡してから廃止します。",
        _kept_too_long,
        ("arrived_on", "key"),
    ),
    "suspended": Listing(
        "一時停止中", "紛失などで止めているカードです。", _suspended, ("changed_at", "key")
    ),
    "pending": Listing(
        "継続利用の期限",
        "転入した人の継続利用、国外へ転出する人の国外継続利用、転出先での届出を待つカードです。過ぎると失効します。",
        _pending,
        ("due_on", "key"),
    ),
    "abolish": Listing(
        "廃止の要るカード",
        "死亡・消除・番号の変更などで、廃止しなければならないカードです。",
        _to_abolish,
        ("changed_at", "key"),
    ),
    "return": Listing(
        "返納未処理",
        "廃止・失効の後、まだ回収・返納されていないカードです。",
        _to_return,
        ("changed_at", "key"),
    ),
    "untold": Listing(
        "未提供",
        "カード管理システムにまだ届いていないか、拒否された処理のあるカードです。",
        _untold,
        ("changed_at", "key"),
    ),
}


def list_cards(access: Access, *, code: str, page: int) -> CardPage:
    """One page of a list, the most pressing first; one entry."""
    check_may(access, "cards.view")
    listing = LISTS[code if code in LISTS else "waiting"]
    with recorded(access, CARDS_LISTED) as note:
        rows = listing.rows(business_today()).order_by(*listing.order)
        found = Paginator(rows, PER_PAGE).get_page(page)
        people = owners_of(access, [row.person for row in found])
        note.about(*people)
        note.say(list=code, page=found.number, count=found.paginator.count)
        return CardPage(
            listing,
            found,
            tuple(
                Row(
                    people[row.person],
                    line_of(row),
                    row.arrived_on,
                    "" if people[row.person].hidden else row.due_reason,
                )
                for row in found
            ),
        )
