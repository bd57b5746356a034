"""Requests to be left out (名簿からの除外の申出): received from the person, dated, cancelled when they say so; with a receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, transaction

from daicho.business.inspection.audit_types import OPT_OUT_CANCELLED, OPTED_OUT
from daicho.business.inspection.commands.listing_steps import next_number
from daicho.business.inspection.models import OptOut
from daicho.foundation.audit.public import recorded
from daicho.foundation.law_values import ENOUGH_POINTS, identity_points
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.public import check_shown, person_of_atena_number, records_on


class Filer(StrEnum):
    """Who asks."""

    SELF = "self"
    LEGAL = "legal"
    AGENT = "agent"

    @property
    def label(self) -> str:
        return {"self": "本人", "legal": "法定代理人", "agent": "任意代理人（委任状）"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutPaper:
    """The request: whose 宛名番号, who asks, by what they were identified."""

    atena_number: str
    filed_on: date
    filed_by: str
    filer_name: str = ""
    identity_documents: Sequence[str] = ()
    words: str = ""


def opt_out(access: Access, *, key: UUID, paper: OptOutPaper) -> str:
    """Keep the request; returns its number, which the receipt bears. `Invalid` with every fault, `Conflict` when one counts."""
    check_may(access, "rosters.opt_out")
    with recorded(access, OPTED_OUT) as note:
        person = person_of_atena_number(paper.atena_number) if paper.atena_number else None
        today = business_today()
        held = (
            [h for h in records_on([person], today) if h.status is Status.PRESENT] if person else []
        )
        _check(paper, present=bool(held), today=today)
        assert person is not None
        note.about(person)
        check_shown(access, [person])
        number = next_number("除", today)
        try:
            with transaction.atomic():
                OptOut.objects.create(
                    key=key,
                    number=number,
                    person=person,
                    filed_on=paper.filed_on,
                    filed_by=paper.filed_by,
                    filer_name=paper.filer_name.strip(),
                    identity_documents=list(paper.identity_documents),
                    words=paper.words.strip(),
                    received_at=business_now(),
                    received_by=access.staff_key,
                    received_by_name=access.name,
                )
        except IntegrityError as error:
            raise Conflict(
                "この人の除外の申出は、既に受け付けています。",
                why="取り消されていない申出があるか、同じ画面が二度送られました。",
                remedy="除外の申出の一覧を確かめてください。",
                code="rosters.opted_out_already",
            ) from error
        note.say(number=number, by=Filer(paper.filed_by).label)
        return number


def cancel_opt_out(access: Access, *, key: UUID, words: str) -> None:
    """Take the request back, at the person's word; lists made from now on name them again."""
    check_may(access, "rosters.opt_out")
    with recorded(access, OPT_OUT_CANCELLED) as note:
        row = OptOut.objects.filter(key=key).first()
        if row is None:
            raise Missing(
                "この申出はありません。", remedy="除外の申出の一覧から選び直してください。"
            )
        note.about(row.person)
        if not words.strip():
            raise Invalid([_fault("cancelled_words", "取り消す理由がありません。")])
        changed = OptOut.objects.filter(key=key, cancelled_at__isnull=True).update(
            cancelled_on=business_today(),
            cancelled_at=business_now(),
            cancelled_by=access.staff_key,
            cancelled_words=words.strip(),
        )
        if not changed:
            raise Conflict(
                "この申出は、既に取り消されています。",
                remedy="除外の申出の一覧を開き直してください。",
                code="rosters.opt_out_gone",
            )
        note.say(number=row.number, words=words.strip())


def _check(paper: OptOutPaper, *, present: bool, today: date) -> None:
    identified = identity_points(paper.identity_documents, today) >= ENOUGH_POINTS
    known = paper.filed_by in set(Filer)
    wanted = (
        (not present, "atena_number", "今の住民に、この宛名番号の人がいません。"),
        (not known, "filed_by", "申し出た人の区分が選ばれていません。"),
        (
            known and paper.filed_by != Filer.SELF and not paper.filer_name.strip(),
            "filer_name",
            "代理人の氏名がありません。",
        ),
        (not identified, "identity_documents", "申し出た人の本人確認書類が足りません。"),
        (paper.filed_on > today, "filed_on", "申出の日が、これから来る日です。"),
    )
    if problems := [_fault(field, what) for wrong, field, what in wanted if wrong]:
        raise Invalid(problems)


def _fault(field: str, what: str) -> Problem:
    return Problem(
        f"rosters.{field}",
        field,
        what,
        "除外は、確かめた本人の意思によって行います。",
        "申出書を確かめて入力してください。",
    )
