"""Rights requests (権限の申請の一覧・一件): what waits for a decision, what is coming, and what was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.urls import reverse

from daicho.foundation.staff.domain.aspects import TABLE, Aspect, Subject, shown, words_of
from daicho.foundation.staff.domain.states import RequestState, can_be_withdrawn
from daicho.foundation.staff.models import RightsLine, RightsRequest
from daicho.foundation.staff.operations import OPERATIONS
from daicho.foundation.staff.policy import check_may, may
from daicho.foundation.staff.ports import Waiting
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing

PAGE_SIZE = 50
LINES_SHOWN = 200
LISTS: Mapping[str, str] = {
    "waiting": "承認待ち",
    "coming": "予約（これから適用）",
    "applied": "適用済",
    "closed": "差戻し・取消し",
}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line in words: of what, before and after."""

    subject: str
    aspect: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """A request with its lines, and what the actor may do with it."""

    request: RightsRequest
    lines: tuple[ShownLine, ...]
    page: Page[RightsLine]
    may_decide: bool
    may_withdraw: bool
    is_past: bool


def request_page(access: Access, *, which: str, page: int) -> Page[RightsRequest]:
    """One page of a list: those with the nearest day first, what is over newest first."""
    check_may(access, "staff.requests")
    today = business_today()
    found = RightsRequest.objects.annotate(line_count=Count("lines"))
    approved = found.filter(state=RequestState.APPROVED.value)
    lists: dict[str, QuerySet[RightsRequest]] = {
        "waiting": found.filter(state=RequestState.ASKED.value).order_by("effective_on"),
        "coming": approved.filter(effective_on__gt=today).order_by("effective_on"),
        "applied": approved.filter(effective_on__lte=today).order_by("-effective_on"),
        "closed": found.filter(
            state__in=[RequestState.RETURNED.value, RequestState.WITHDRAWN.value]
        ).order_by("-asked_at"),
    }
    return Paginator(lists.get(which, lists["waiting"]), PAGE_SIZE).get_page(page)


def request_of(access: Access, *, request_key: UUID, page: int) -> ShownRequest:
    """One request with a page of its lines."""
    check_may(access, "staff.requests")
    request = RightsRequest.objects.filter(key=request_key).first()
    if request is None:
        raise Missing(
            "この申請は見つかりません。",
            remedy="申請の一覧から選び直してください。",
            code="rights.request_missing",
        )
    shown_page = Paginator(request.lines.order_by("position"), LINES_SHOWN).get_page(page)
    own = any(
        line.subject_kind == Subject.STAFF.value and line.subject == access.login
        for line in request.lines.all()
    )
    aspects = set(request.lines.values_list("aspect", flat=True))
    able = all(may(access, TABLE[Aspect(aspect)].operation) for aspect in aspects) and not own
    today = business_today()
    asked = request.stands is RequestState.ASKED
    return ShownRequest(
        request=request,
        lines=tuple(in_words(line) for line in shown_page),
        page=shown_page,
        may_decide=able and asked and request.asked_by != access.staff_key,
        may_withdraw=able
        and can_be_withdrawn(request.stands, effective_on=request.effective_on, today=today),
        is_past=asked and request.effective_on < today,
    )


def coming_of(access: Access, *, login: str) -> list[tuple[RightsRequest, ShownLine]]:
    """What is asked for or prepared about one person."""
    check_may(access, "staff.requests")
    lines = (
        RightsLine.objects.filter(subject_kind=Subject.STAFF.value, subject=login)
        .filter(request__state__in=[RequestState.ASKED.value, RequestState.APPROVED.value])
        .exclude(request__state=RequestState.APPROVED.value, valid_from__lte=business_today())
        .select_related("request")
        .order_by("valid_from", "request_id", "position")
    )
    return [(line.request, in_words(line)) for line in lines]


def rights_waiting(access: Access) -> tuple[Waiting, ...]:
    """How many requests of others wait for a decision; nothing for who does not decide on them."""
    if not access.has(*OPERATIONS["staff.requests"].duties):
        return ()
    waiting = RightsRequest.objects.filter(
        state=RequestState.ASKED.value, effective_on__gte=business_today()
    )
    count = waiting.exclude(asked_by=access.staff_key).count()
    return (Waiting("権限の申請（承認待ち）", count, reverse("rights_requests")),) if count else ()


def in_words(line: RightsLine) -> ShownLine:
    """A line as people read it."""
    kind, aspect = Subject(line.subject_kind), Aspect(line.aspect)
    subject = line.subject
    if kind is Subject.DUTY:
        subject = words_of(Aspect.DUTIES).get(subject, subject)
    return ShownLine(
        subject=f"{kind.label} {subject}",
        aspect=aspect.label,
        before=shown(aspect, tuple(line.before)) or "なし",
        after=shown(aspect, tuple(line.values)) or "なし",
    )
