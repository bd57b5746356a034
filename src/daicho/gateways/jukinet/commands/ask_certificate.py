"""Ask for a certificate (転出証明書情報の求め, 住基法24条の2, JUK-009): of the municipality that somebody left, by the 住民票コード of the card.

It asks for nothing to be sent by hand: the other 市町村CS answers from what its register has given, or says that there is none.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Outgoing, Settled, has_lines, own_node, queue
from daicho.foundation.staff.public import check_may
from daicho.foundation.vault.public import NumberKind, seal_for_draft
from daicho.gateways.jukinet.audit_types import CERTIFICATE_ASKED
from daicho.gateways.jukinet.domain.asked import Asked
from daicho.gateways.jukinet.domain.problems import kept
from daicho.gateways.jukinet.models import AskedCertificate, ReceivedCertificate
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.check_digits import RESIDENT_RECORD_CODE, fold_digits
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem, Unavailable


def ask_certificate(access: Access, *, request: UUID, code: str, origin: str) -> None:
    """Ask once; a `request` sent twice is one. `Invalid` for wrong digits or our own municipality, `Conflict` where the
    certificate is here already, `Unavailable` without lines.
    """
    check_may(access, "jukinet.ask")
    if not has_lines():
        raise Unavailable(
            "回線が設定されていないので、求められません。",
            why="転出証明書情報は、住基ネットで求めます。",
            remedy="転出証明書を添えた転入として入力してください。",
            code="jukinet.no_lines",
        )
    with recorded(access, CERTIFICATE_ASKED) as note:
        plain, town = _checked(code, origin)
        note.say(origin=town)
        lookup = seal_for_draft(NumberKind.RESIDENT_CODE, plain).lookup
        _, is_new = AskedCertificate.objects.get_or_create(
            thread=request,
            defaults={
                "origin": town,
                "code_hash": lookup,
                "asked_at": business_now(),
                "asked_by": access.staff_key,
                "asked_by_name": access.name,
            },
        )
        if is_new:
            _check_new(lookup, town, request)
            queue(
                Outgoing(
                    kind="departure.request",
                    receiver=own_node("municipal_cs"),
                    body={"code": plain, "origin": town},
                    thread=request,
                )
            )


def request_settled(settled: Settled) -> None:
    """What the origin said: the certificate follows, or there is none."""
    row = AskedCertificate.objects.select_for_update().filter(pk=settled.thread).first()
    if row is None or row.state == Asked.CAME.value or settled.outcome == "held":
        return
    row.state = (Asked.COMING if settled.outcome == "accepted" else Asked.NONE).value
    row.problems, row.settled_at = kept(settled.problems), business_now()
    row.save(update_fields=["state", "problems", "settled_at"])


def _checked(code: str, origin: str) -> tuple[str, str]:
    problems: list[Problem] = []
    plain = town = ""
    try:
        plain = RESIDENT_RECORD_CODE.check(fold_digits(code), field="code")
    except Invalid as error:
        problems += error.problems
    try:
        town = municipality_of(fold_digits(origin)).code
    except Missing as error:
        problems.append(Problem(error.reason_code, "origin", error.what, error.why, error.remedy))
    if town == settings.TOWN["code"]:
        problems.append(
            Problem(
                "jukinet.own_town",
                "origin",
                "転出地がこの市区町村です。",
                "転出証明書情報は、ほかの市区町村に求めます。",
                "カードと届出書で、前の住所地を確かめてください。",
            )
        )
    if problems:
        raise Invalid(problems)
    return plain, town


def _check_new(lookup: str, town: str, request: UUID) -> None:
    kept_here = ReceivedCertificate.objects.filter(
        code_hashes__contains=[lookup], origin=town, erased_at=None, cancelled_at=None
    )
    if kept_here.exists():
        raise Conflict(
            "この人の転出証明書情報は、既に届いています。",
            why="求め直す必要はありません。",
            remedy="「届出待ち」か「引用済み」の一覧で確かめてください。",
            code="jukinet.here_already",
        )
    open_ones = AskedCertificate.objects.filter(
        code_hash=lookup, origin=town, state=Asked.WAITING.value
    ).exclude(pk=request)
    if open_ones.exists():
        raise Conflict(
            "この人の転出証明書情報は、問合せ中です。",
            why="先の求めの答えがまだありません。",
            remedy="この画面で答えを待ってください。",
            code="jukinet.asked_already",
        )
