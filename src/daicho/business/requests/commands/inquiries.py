"""Inquiries (照会への回答, REG-067): taken in, put to a second person, decided by them, and answered on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from daicho.business.certificates.public import Reply, send_reply
from daicho.business.requests.audit_types import (
    INQUIRY_ACTED,
    INQUIRY_ANSWERED,
    INQUIRY_DECIDED,
    INQUIRY_OPENED,
)
from daicho.business.requests.commands.steps import next_number
from daicho.business.requests.domain.inquiry import (
    INQUIRY,
    INQUIRY_TABLE,
    ITEMS,
    Asked,
    InquiryAction,
    InquiryState,
    Reason,
    answer_lines,
    inquiry_problems,
)
from daicho.business.requests.models import Inquiry, InquiryAct
from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.documents.public import Addressee, Column, Table
from daicho.foundation.law_values import in_force, value_on
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import TextKind, check_text
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem, Refused
from daicho.kernel.wareki import format_wareki
from daicho.registers.protection.public import Channel, may_disclose
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import check_shown, named_records_on

BASES = "inquiry_bases"
DECISIONS = frozenset({InquiryAction.APPROVE, InquiryAction.RETURN, InquiryAction.DECLINE})


def open_inquiry(access: Access, *, inquiry: UUID, asked: Asked) -> str:
    """Take an inquiry in. Returns its number. `Invalid` without basis and reason; `Conflict` for a form sent twice."""
    check_may(access, "inquiries.manage")
    with recorded(access, INQUIRY_OPENED) as note:
        today = business_today()
        _check(asked, today)
        if Inquiry.objects.filter(key=inquiry).exists():
            raise Conflict(
                "この照会は、既に受け付けています。",
                why="同じ画面が二度送られました。二重には受け付けていません。",
                remedy="照会の一覧から開いてください。",
                code="inquiry.sent_twice",
            )
        row = Inquiry(
            key=inquiry,
            number=next_number("requests_inquiry_seq", "照", today),
            state=InquiryState.OPEN.value,
            received_on=today,
            opened_by=access.staff_key,
            opened_by_name=access.name,
            office=access.office,
            changed_at=business_now(),
            **_columns(asked),
        )
        row.save(force_insert=True)
        _keep_act(access, row, InquiryAction.OPEN)
        _describe(note, row, InquiryAction.OPEN)
    return row.number


def amend_inquiry(
    access: Access, *, inquiry: UUID, edition: int, asked: Asked, records: Sequence[UUID]
) -> int:
    """Put right what was typed, and say whom of the register it is about (nobody: there is no such record)."""
    check_may(access, "inquiries.manage")
    with recorded(access, INQUIRY_ACTED) as note:
        row = _lock(inquiry)
        _check_step(row, InquiryAction.AMEND, edition=edition)
        today = business_today()
        _check(asked, today)
        held = named_records_on(records, today)
        check_shown(access, [h.person for h in held])
        for name, value in _columns(asked).items():
            setattr(row, name, value)
        row.records = [h.record for h in held]
        row.persons = list(dict.fromkeys(h.person for h in held))
        _keep_act(access, row, InquiryAction.AMEND)
        _describe(note, row, InquiryAction.AMEND)
    return row.edition


def step_inquiry(
    access: Access, *, inquiry: UUID, edition: int, action: InquiryAction, words: str = ""
) -> int:
    """Put it to decision, decide it, send it back, decline it, or take its withdrawal. Returns the new edition.

    Whoever decides is not whoever prepared it. `Invalid` when somebody it is about is protected: such an answer is
    examined apart (STD-3.4), and is declined here or lifted there.
    """
    deciding = action in DECISIONS
    check_may(access, "inquiries.approve" if deciding else "inquiries.manage")
    with recorded(access, INQUIRY_DECIDED if deciding else INQUIRY_ACTED) as note:
        row = _lock(inquiry)
        _check_step(row, action, edition=edition)
        if deciding and row.opened_by == access.staff_key:
            raise Refused(
                "自分が作った回答は、決裁できません。",
                why="照会への回答は、別の人が根拠と理由を確かめて決裁します。",
                remedy="ほかの決裁者に依頼してください。",
                code="inquiry.own",
            )
        if action in (InquiryAction.RETURN, InquiryAction.DECLINE, InquiryAction.WITHDRAW):
            _check_words(action, words)
        if action in (InquiryAction.SUBMIT, InquiryAction.APPROVE):
            _check_disclosable(access, row)
        if action in (InquiryAction.APPROVE, InquiryAction.DECLINE):
            row.decided_at, row.decided_by = business_now(), access.staff_key
            row.decided_by_name, row.decided_words = access.name, words.strip()
        if action is InquiryAction.APPROVE:
            row.answer_key = uuid4()
        _keep_act(access, row, action, words=words)
        _describe(note, row, action, words=words)
        note.say(approver=row.decided_by_name)
    return row.edition


def answer_inquiry(access: Access, *, inquiry: UUID, edition: int, our_number: str) -> UUID:
    """Make the 回答書 that was approved, under our 文書番号. Returns the key of the issued paper.

    The register is read on the day of the answer; who was protected since stops it.
    """
    check_may(access, "inquiries.manage")
    with recorded(access, INQUIRY_ANSWERED) as note:
        row = _lock(inquiry)
        _check_step(row, InquiryAction.ANSWER, edition=edition)
        number = _document_number(our_number)
        _check_disclosable(access, row)
        today = business_today()
        held = named_records_on(row.records, today)
        assert row.answer_key is not None
        issued, printed = send_reply(
            access,
            reply=Reply(
                key=row.answer_key,
                addressee=Addressee(row.agency, row.agency_address, honorific="御中"),
                document_number=number,
                body=_body(row),
                table=_table(held, row),
                closing=_closing(),
                persons=tuple(row.persons),
                records=tuple(row.records),
                ground=value_on(BASES, row.basis, today).title,
            ),
        )
        row.our_number, row.answered_on, row.issue = number, today, issued
        _keep_act(access, row, InquiryAction.ANSWER, words=printed)
        _describe(note, row, InquiryAction.ANSWER)
        note.say(approver=row.decided_by_name, found=len(held))
    return issued


def _body(row: Inquiry) -> tuple[str, ...]:
    dated = f"{format_wareki(row.their_date)}付け" if row.their_date else ""
    basis = value_on(BASES, row.basis, business_today()).title
    return (
        f"{dated}{row.their_number}により照会のあった件について、次のとおり回答します。",
        f"この回答は、{basis}に基づくものです。",
    )


def _closing() -> tuple[str, ...]:
    return (
        "この回答は、照会の目的のほかに使わないでください。住民票の写しではなく、個人番号と住民票コードは"
        "記載していません。",
    )


def _table(held: Sequence[Holding], row: Inquiry) -> Table:
    lines = answer_lines(held, row.items)
    if not held:
        lines = ((row.stated_name, *lines[0][1:]),)
    return Table(
        (Column("対象者", 12), Column("照会された事項", 12), Column("回答", 24)),
        lines,
        title="回答",
    )


def _check(asked: Asked, today: date) -> None:
    bases = [row.code for row in in_force(BASES, today)]
    if wrong := inquiry_problems(asked, bases=bases, today=today):
        raise Invalid(wrong)


def _columns(asked: Asked) -> dict[str, Any]:  # Any: columns by name
    found = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in asdict(asked).items()
    }
    return found | {
        "items": [code for code in ITEMS if code in asked.items],
        "seen": list(asked.seen),
    }


def _check_words(action: InquiryAction, words: str) -> None:
    if words.strip():
        return
    raise Invalid(
        [
            Problem(
                "inquiry.words_blank",
                "step_words",
                "理由がありません。",
                f"「{action.label}」は、理由を残します。",
                "理由を入力してください。",
            )
        ]
    )


def _document_number(text: str) -> str:
    if not text.strip():
        raise Invalid(
            [
                Problem(
                    "inquiry.our_number",
                    "our_number",
                    "回答の文書番号がありません。",
                    "公文書として番号を付けて回答します。",
                    "文書管理で取った番号を入力してください。",
                )
            ]
        )
    return check_text(text, field="our_number", limit=60)


def _check_disclosable(access: Access, row: Inquiry) -> None:
    found = may_disclose(access, persons=row.persons, channel=Channel.EXTERNAL)
    if not found.permits:
        raise Invalid([p for p in found.problems(field="items") if p.is_error])


def _lock(inquiry: UUID) -> Inquiry:
    found = Inquiry.objects.select_for_update().filter(key=inquiry).first()
    if found is None:
        raise INQUIRY.missing()
    return found


def _check_step(row: Inquiry, action: InquiryAction, *, edition: int) -> None:
    state = InquiryState(row.state)
    stands = state in INQUIRY_TABLE[action][0]
    INQUIRY.check_standing(stands, state=state.label, action=action.label)
    INQUIRY.check_page(edition, edition=row.edition)


def _keep_act(access: Access, row: Inquiry, action: InquiryAction, *, words: str = "") -> None:
    now = business_now()
    text = check_text(words, field="words", limit=1000, kind=TextKind.NOTE) if words else ""
    if action is not InquiryAction.OPEN:
        row.state = INQUIRY_TABLE[action][1].value
        row.edition += 1
    row.changed_at = now
    row.save()
    InquiryAct.objects.create(
        inquiry=row,
        at=now,
        action=action.value,
        words=text,
        actor=access.staff_key,
        actor_name=access.name,
        terminal=access.terminal,
    )


def _describe(note: Note, row: Inquiry, action: InquiryAction, *, words: str = "") -> None:
    note.about(*row.persons)
    note.say(
        number=row.number,
        edition=row.edition,
        action=action.value,
        basis=row.basis,
        reason=Reason(row.reason).value,
        items=list(row.items),
    )
    if words.strip():
        note.say(words=words.strip())
