"""Settle a notice by hand (保留した通知の処理): say whom it is about, enter it in the 附票, or that nothing is to be done."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Accepted, Refused, settle_held
from daicho.foundation.staff.public import check_may, system_access
from daicho.gateways.family_register.audit_types import NOTICE_SETTLED
from daicho.gateways.family_register.commands.annex_acts import annex_of, line_in
from daicho.gateways.family_register.commands.finding import line_of
from daicho.gateways.family_register.commands.judge import enter_told
from daicho.gateways.family_register.commands.keeping import body_of, own_code, unsettled
from daicho.gateways.family_register.commands.take_notice import make_draft
from daicho.gateways.family_register.domain import drafts
from daicho.gateways.family_register.domain.drafts import Draft
from daicho.gateways.family_register.domain.events import DECIDABLE
from daicho.gateways.family_register.domain.notices import (
    ANNEX_MISMATCH,
    ANNEX_NOTICE,
    DOMICILE_MOVED,
    Register,
    Standing,
    items_told,
)
from daicho.gateways.family_register.models import Notice
from daicho.kernel.access import Access, Purpose
from daicho.kernel.characters import check_text
from daicho.kernel.clock import business_today, real_now
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import person_of_atena_number, truth_now

REASON_LIMIT = 300


def draft_notice(access: Access, *, notice: UUID, atena_number: str, kind: str = "") -> UUID:
    """Make the draft of a waiting notice for the person of a 宛名番号. Returns the case.

    For a 出生 the number is a parent's. `kind` is what the clerk decided on where the event alone does not say.
    `Invalid` for nobody, and for a notice that no movement follows from.
    """
    check_may(access, "family.settle")
    with transaction.atomic():
        with recorded(access, NOTICE_SETTLED) as note:
            row = _lock(notice)
            held = _person(atena_number)
            note.about(held.person)
            body = body_of(row)
            draft = _draft(row, body, held, kind)
            note.say(kind=row.kind, notice=row.number, sender=row.sender, state="drafted")
        birth = body.get("event") == "birth"
        system = system_access(Purpose.MOVEMENT, job="family_register")
        state = make_draft(system, row, draft, None if birth else held.person)
        if state is Standing.HELD:
            raise Conflict(
                "下書きを作れませんでした。",
                why=row.held_words,
                remedy="この人の処理中の異動を終えてから、もう一度行ってください。",
                code="notice.person_busy",
            )
        _settle_message(row)
    assert row.case is not None
    return row.case


def enter_notice(access: Access, *, notice: UUID) -> None:
    """Enter a waiting 戸籍附票記載事項通知 in our 附票, in which its person is found, or opened, by what it says.

    The clerk has looked into the 戸籍: the person is there. `Conflict` for a notice of another kind.
    """
    check_may(access, "family.settle")
    with recorded(access, NOTICE_SETTLED) as note:
        row = _lock(notice)
        if row.kind != ANNEX_NOTICE:
            raise Conflict(
                "附票に載せる通知ではありません。",
                why="戸籍附票記載事項通知だけを附票に載せます。",
                remedy="一覧を開き直してください。",
                code="notice.other_kind",
            )
        body = body_of(row)
        person, place = body["people"][row.at], body["family_register"]
        line = line_of(person, place)
        if line is None:
            today = business_today()
            register = Register(own_code(), place["domicile"], place["head"])
            line = line_in(
                annex_of(register, on=today),
                items_told(person, body["address"]),
                person=None,
                on=today,
            )
        enter_told(line, body, person, row)
        _settle(row, access, Standing.ENTERED)
        note.say(kind=row.kind, notice=row.number, sender=row.sender, state=row.state)
        _settle_message(row)


def dismiss_notice(access: Access, *, notice: UUID, reason: str) -> None:
    """Keep that nothing is to be done with a waiting notice, and why. `Invalid` without a reason."""
    check_may(access, "family.settle")
    with recorded(access, NOTICE_SETTLED) as note:
        row = _lock(notice)
        words = checked_reason(reason)
        _settle(row, access, Standing.DISMISSED, words)
        note.say(kind=row.kind, notice=row.number, sender=row.sender, state=row.state, remark=words)
        _settle_message(row)


def checked_reason(text: str) -> str:
    """A reason that is kept. `Invalid` for none."""
    words = check_text(text, field="reason", limit=REASON_LIMIT)
    if not words:
        raise Invalid(
            [
                Problem(
                    "blank",
                    "reason",
                    "理由が空欄です。",
                    "なぜそう処理したかを、後から確かめられるように残します。",
                    "理由を入力してください。",
                )
            ]
        )
    return words


def _draft(row: Notice, body: dict[str, object], held: Holding, kind: str) -> Draft:
    made: Draft | None
    if row.kind == ANNEX_MISMATCH:
        made = drafts.of_mismatch(body)
    elif row.kind == DOMICILE_MOVED:
        made = drafts.of_moved(body)
    elif body.get("event") == "birth":
        made = drafts.of_birth(body, household=held.particulars.household_number)
    elif row.kind == ANNEX_NOTICE or (kind and kind not in DECIDABLE):
        made = None
    else:
        made = drafts.of_event(body, kind=kind)
    if made is None:
        raise Invalid(
            [
                Problem(
                    "notice.no_kind",
                    "kind",
                    "この通知から作る異動が決まりません。",
                    "通知の内容だけでは、異動の種類が一つになりません。",
                    "異動の種類を選ぶか、対象外にしてください。",
                )
            ]
        )
    return made


def _lock(notice: UUID) -> Notice:
    row = Notice.objects.select_for_update().filter(key=notice).first()
    return unsettled(row, Standing.HELD)


def _person(atena_number: str) -> Holding:
    person = person_of_atena_number(atena_number.strip())
    held = truth_now(person) if person else None
    if held is None:
        raise Invalid(
            [
                Problem(
                    "notice.nobody",
                    "atena_number",
                    "この宛名番号の人はいません。",
                    "番号の誤りです。",
                    "宛名番号を確かめてください。",
                )
            ]
        )
    return held


def _settle(row: Notice, access: Access, state: Standing, words: str = "") -> None:
    row.state, row.settled_words = state.value, words
    row.settled_at, row.settled_by_name = real_now(), access.name
    row.save(update_fields=["state", "settled_words", "settled_at", "settled_by_name"])


def _settle_message(row: Notice) -> None:
    """Whoever sent the message hears, once nobody in it waits any more."""
    if row.message is None:
        return
    rows = Notice.objects.filter(message=row.message)
    if rows.filter(state=Standing.HELD.value).exists():
        return
    dismissed = not rows.exclude(state=Standing.DISMISSED.value).exists()
    settle_held(row.message, Refused((_not_ours(),)) if dismissed else Accepted())


def _not_ours() -> Problem:
    return Problem(
        "family.dismissed",
        "",
        "通知の人が見つかりませんでした。",
        "職員が確かめましたが、該当する人がいません。",
        "本籍・筆頭者・氏名・生年月日・住所を確かめてください。",
    )
