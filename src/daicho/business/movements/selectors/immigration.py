"""Immigration (出入国在留管理庁との通知): the lists of what came in and what goes out."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from daicho.business.movements.audit_types import MESSAGES_LISTED, NOTICES_LISTED
from daicho.business.movements.domain.bulk_uses import use_title
from daicho.business.movements.domain.immigration import MessageClass
from daicho.business.movements.domain.immigration_notice import EFFECTS
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.states import State
from daicho.business.movements.models import Case, ImmigrationMessage, ImmigrationNotice
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may, hidden_items
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.domain.sheet_groups import VEIL, items_hidden
from daicho.registers.residents.writes import holdings

PER_PAGE = 20
UNSENT = Q(sent_at__isnull=True, withdrawn_at__isnull=True)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as the list shows it."""

    key: UUID
    number: str
    noticed_on: date
    effect: str
    ground: str
    name: str
    birth: str
    card_number: str
    case: UUID | None
    case_number: str
    standing: str
    waiting: bool


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of notices; `waiting` is how many wait for a person in all."""

    page: Page[ImmigrationNotice]
    lines: tuple[NoticeLine, ...]
    waiting: int


def list_notices(access: Access, *, everything: bool, page: int) -> NoticePage:
    """Those that wait for a person (未取込), whenever they were notified, or all; newest first."""
    check_may(access, "immigration.view")
    with recorded(access, NOTICES_LISTED) as note:
        rows = ImmigrationNotice.objects.order_by("-noticed_on", "-number")
        waiting = rows.filter(settled_at__isnull=True)
        found = Paginator(rows if everything else waiting, PER_PAGE).get_page(page)
        note.say(
            state="all" if everything else "waiting",
            page=found.number,
            count=found.paginator.count,
        )
        note.about(*(row.person for row in found if row.person))
        return NoticePage(
            found, _notice_lines(list(found), items_hidden(hidden_items(access))), waiting.count()
        )


def _notice_lines(rows: Sequence[ImmigrationNotice], hidden: Set[str]) -> tuple[NoticeLine, ...]:
    cases = Case.objects.in_bulk({r.case for r in rows if r.case})
    found = tuple(_notice_line(row, cases.get(row.case) if row.case else None) for row in rows)
    if "residence_card_number" not in hidden:
        return found
    return tuple(replace(line, card_number=VEIL if line.card_number else "") for line in found)


def _notice_line(row: ImmigrationNotice, case: Case | None) -> NoticeLine:
    if case is not None:
        standing = State(case.state).label
    else:
        standing = f"対象外（{row.dismissed_reason}）" if row.settled_at else "未取込"
    return NoticeLine(
        key=row.key,
        number=row.number,
        noticed_on=row.noticed_on,
        effect=dict(EFFECTS)[row.effect],
        ground=row.ground,
        name=row.name,
        birth=row.birth,
        card_number=row.card_number,
        case=row.case,
        case_number=case.number if case else "",
        standing=standing,
        waiting=row.settled_at is None,
    )


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message as the list shows it."""

    key: UUID
    case: UUID
    is_bulk: bool
    name: str
    movement: str
    reason: str
    message_class: str
    event_on: date
    due_on: date
    addressee: str
    made_at: datetime
    standing: str


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A page of messages."""

    page: Page[ImmigrationMessage]
    lines: tuple[MessageLine, ...]


def list_messages(access: Access, *, everything: bool, page: int) -> MessagePage:
    """The messages that were not sent yet in the order in which they go, or all, newest first."""
    check_may(access, "immigration.view")
    with recorded(access, MESSAGES_LISTED) as note:
        rows = _all() if everything else _waiting()
        found = Paginator(rows, PER_PAGE).get_page(page)
        note.say(
            state="all" if everything else "waiting",
            page=found.number,
            count=found.paginator.count,
        )
        note.about(*(row.person for row in found))
        today = business_today()
        names = {
            h.person: h.particulars.printed_name
            for h in holdings.on_day({row.person for row in found}, today)
        }
        return MessagePage(
            found, tuple(_message_line(r, names.get(r.person, ""), today) for r in found)
        )


def _all() -> QuerySet[ImmigrationMessage]:
    return ImmigrationMessage.objects.order_by("-id")


def _waiting() -> QuerySet[ImmigrationMessage]:
    return ImmigrationMessage.objects.filter(UNSENT).order_by("due_on", "id")


def _message_line(row: ImmigrationMessage, name: str, today: date) -> MessageLine:
    if row.withdrawn_at:
        standing = "取下げ（異動の取消し）"
    elif row.sent_at:
        standing = "通知済"
    elif row.taken_at:
        standing = "送付中"
    else:
        standing = "送信待ち" if row.due_on <= today else "予定日待ち"
    bulk = row.movement not in KINDS
    return MessageLine(
        key=row.key,
        case=row.case,
        name=name,
        is_bulk=bulk,
        movement=use_title(row.movement) if bulk else KINDS[row.movement].title,
        reason=reason_label(row.reason),
        message_class=MessageClass(row.message_class).label,
        event_on=row.event_on,
        due_on=row.due_on,
        addressee=row.addressee,
        made_at=row.made_at,
        standing=standing,
    )


@dataclass(frozen=True, slots=True)
class DueMessage:
    """One message that may be sent now, by keys alone; `place` is its place among all."""

    key: UUID
    place: int
    case: UUID
    person: UUID
    movement: str
    reason: str
    message_class: str
    addressee: str


def immigration_due(today: date) -> tuple[DueMessage, ...]:
    """The messages that may go on a day, in the order of the movements; for the gateway to the agency."""
    return tuple(
        DueMessage(
            row.key,
            row.id,
            row.case,
            row.person,
            row.movement,
            row.reason,
            row.message_class,
            row.addressee,
        )
        for row in _waiting().filter(due_on__lte=today, taken_at__isnull=True)
    )


def notices_waiting() -> int:
    """How many notices wait for a person."""
    return ImmigrationNotice.objects.filter(settled_at__isnull=True).count()
