"""Answer a call (電話照会に答える): what may be said is said, what may not is not, and either is in the log."""

from __future__ import annotations

from uuid import UUID

from daicho.business.requests.audit_types import CALL_ANSWERED
from daicho.business.requests.domain.states import State
from daicho.business.requests.domain.telephone import (
    NEUTRAL,
    RULES,
    CheckWords,
    Told,
    Topic,
    check_words,
    state_words,
)
from daicho.business.requests.models import Call, Dispatch, Request
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import TextKind, check_text
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.kernel.wareki import format_wareki
from daicho.registers.protection.public import Channel, may_disclose

NO_TOPIC = Problem(
    "call.topic",
    "topic",
    "用件が選ばれていません。",
    "用件によって、答えてよいことが決まっています。",
    "一覧から選んでください。",
)


def answer_call(
    access: Access,
    *,
    call: UUID,
    topic: str,
    caller: str = "",
    said: CheckWords | None = None,
    words: str = "",
) -> Told:
    """What to say to the caller; every call leaves a line and an entry, answered or not.

    `Invalid` without a topic; `Conflict` for a form sent twice. The words that the caller said are not kept.
    """
    check_may(access, "requests.telephone")
    with recorded(access, CALL_ANSWERED) as note:
        if topic not in set(Topic):
            raise Invalid([NO_TOPIC])
        if Call.objects.filter(key=call).exists():
            raise Conflict(
                "この電話は、既に記録しています。",
                why="同じ画面が二度送られました。",
                remedy="電話照会の記録を開いてください。",
                code="call.sent_twice",
            )
        checks = RULES[Topic(topic)].checks
        row, fitting = _sought(said or CheckWords()) if checks else (None, ())
        told = _told(access, Topic(topic), row, fitting)
        Call.objects.create(
            key=call,
            at=business_now(),
            topic=topic,
            caller=check_text(caller, field="caller", limit=200) if caller.strip() else "",
            request=row,
            persons=list(row.persons) if row else [],
            fitting=list(fitting),
            answered=told.answered,
            told=told.words,
            why=told.why,
            words=check_text(words, field="words", limit=1000, kind=TextKind.NOTE)
            if words.strip()
            else "",
            actor=access.staff_key,
            actor_name=access.name,
            terminal=access.terminal,
        )
        if row is not None:
            note.about(*row.persons)
        number = row.number if row is not None and told.answered else ""
        note.say(topic=topic, number=number, answered=told.answered, why=told.why)
    return told


def _sought(said: CheckWords) -> tuple[Request | None, tuple[str, ...]]:
    """The request whose number was said, and which of the words fit it."""
    row = Request.objects.filter(number=said.number.strip().upper()).first()
    if row is None:
        return None, ()
    kept = CheckWords(row.number, row.requester_name, row.telephone, row.requester_address)
    return row, check_words(said, kept)


def _told(access: Access, topic: Topic, row: Request | None, fitting: tuple[str, ...]) -> Told:
    rule = RULES[topic]
    if not rule.answers:
        return Told(rule.refusal, answered=False, why=rule.condition)
    if not rule.checks:
        return Told(
            "手続と必要なものを、案内のとおりに説明してください。", answered=True, why=rule.may
        )
    if row is None:
        return Told(NEUTRAL, answered=False, why="受付番号が見つからない")
    if not fitting:
        return Told(NEUTRAL, answered=False, why="合い言葉が請求書と一致しない")
    if not may_disclose(access, persons=row.persons, channel=Channel.EXTERNAL).permits:
        return Told(NEUTRAL, answered=False, why="抑止されている人が含まれる")
    last = Dispatch.objects.filter(request=row).order_by("-id").first()
    sent = format_wareki(last.sent_on) if last else ""
    return Told(state_words(State(row.state), sent_on=sent), answered=True, why=rule.condition)
