"""Lists of the CS (異常・番号の要求・転出証明書情報・取次ぎ・送付先情報・媒体出力の記録): a page each, one entry each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

from daicho.foundation.audit.public import AuditType, recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.nodes.municipal_cs.audit_types import (
    CERTIFICATES_LISTED,
    DISPATCHES_LISTED,
    MEDIA_LISTED,
    NUMBERS_LISTED,
    PASSAGES_LISTED,
    REJECTIONS_LISTED,
)
from daicho.nodes.municipal_cs.commands.carry_certificate import opened
from daicho.nodes.municipal_cs.domain.numbers import NumberState
from daicho.nodes.municipal_cs.domain.passing import PASSINGS
from daicho.nodes.municipal_cs.domain.shown import day_words
from daicho.nodes.municipal_cs.models import (
    Certificate,
    Dispatch,
    Erasure,
    MediumOutput,
    NumberRequest,
    Passage,
    Rejection,
)

PER_PAGE: Final = 30
OUTSTANDING: Final = (NumberState.WAITING.value, NumberState.REFUSED.value)
_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One 転出証明書情報: whose it is as long as it is kept, and until when."""

    row: Certificate
    head: str
    moves_on: str
    until: datetime
    state: str


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """A page of them, and what was erased lately."""

    page: Page[Certificate]
    lines: tuple[CertificateLine, ...]
    erasures: tuple[Erasure, ...]


@dataclass(frozen=True, slots=True)
class Listed(Generic[_Row]):
    """A page of rows."""

    page: Page[_Row]


def list_rejections(access: Access, *, settled: bool, page: int = 1) -> Listed[Rejection]:
    """Updates that were not taken in (異常一覧), the newest first."""
    rows = Rejection.objects.filter(settled_at__isnull=not settled).order_by("-at", "key")
    state = "処理済" if settled else "未処理"
    return Listed(_page(access, "rejections.view", REJECTIONS_LISTED, rows, state, page))


def list_number_requests(
    access: Access, *, outstanding: bool, page: int = 1
) -> Listed[NumberRequest]:
    """Requests for numbers: those that have not come (未着), oldest first, or all that came."""
    rows = NumberRequest.objects.filter(state__in=OUTSTANDING).order_by("asked_at")
    if not outstanding:
        rows = NumberRequest.objects.exclude(state__in=OUTSTANDING).order_by("-asked_at")
    state = "未着" if outstanding else "受領"
    return Listed(_page(access, "numbers.list", NUMBERS_LISTED, rows, state, page))


def list_certificates(access: Access, *, way: str, page: int = 1) -> CertificatePage:
    """転出証明書情報 that came in or went out, the newest first, with the erasures of its kind."""
    rows = Certificate.objects.filter(way=way).order_by("-kept_at")
    state = "受領" if way == "in" else "送信"
    found = _page(access, "certificates.received", CERTIFICATES_LISTED, rows, state, page)
    erased = Erasure.objects.filter(what="departure.certificate").order_by("-at")[:10]
    return CertificatePage(found, tuple(_certificate(row) for row in found), tuple(erased))


def list_passages(access: Access, *, way: str, kind: str = "", page: int = 1) -> Listed[Passage]:
    """Messages that were handed on, the newest first."""
    rows = Passage.objects.filter(way=way).order_by("-at")
    if kind in PASSINGS:
        rows = rows.filter(kind=kind)
    state = "受信" if way == "in" else "送信"
    return Listed(_page(access, "passages.view", PASSAGES_LISTED, rows, state, page))


def list_dispatches(access: Access, *, states: Sequence[str], page: int = 1) -> Listed[Dispatch]:
    """送付先情報 by state: counts alone, of nobody in particular (JUK-043)."""
    rows = Dispatch.objects.order_by("-received_at")
    if states:
        rows = rows.filter(state__in=list(states))
    words = "・".join(states) or "すべて"
    return Listed(_page(access, "dispatch.view", DISPATCHES_LISTED, rows, words, page))


def list_media(access: Access, *, page: int = 1) -> Listed[MediumOutput]:
    """Every output to a medium, the newest first (JUK-023)."""
    rows = MediumOutput.objects.order_by("-at")
    return Listed(_page(access, "dispatch.outputs", MEDIA_LISTED, rows, "", page))


def _page(
    access: Access,
    operation: str,
    kind: AuditType,
    rows: QuerySet[_Row],
    state: str,
    number: int,
) -> Page[_Row]:
    check_may(access, operation)
    with recorded(access, kind) as note:
        found = Paginator(rows, PER_PAGE).get_page(number)
        note.say(state=state, page=found.number, count=found.paginator.count)
        return found


def _certificate(row: Certificate) -> CertificateLine:
    state = "消去済" if row.erased_at else "転入済" if row.used_at else "転入前"
    return CertificateLine(
        row=row,
        head="" if row.erased_at else str(opened(row)["origin"].get("head", "")),
        moves_on=day_words(row.move_out_on),
        until=row.kept_at + timedelta(days=settings.PROFILE.jukinet.certificate_days),
        state=state,
    )
