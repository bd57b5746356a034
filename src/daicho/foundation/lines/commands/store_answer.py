"""Store an answer (応答の保存): what became of a message, its evidence and whoever waits for it, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from daicho.foundation.audit.public import Note
from daicho.foundation.lines.commands.exchange import Delivered, Undelivered
from daicho.foundation.lines.commands.known import keep_certificate
from daicho.foundation.lines.commands.one_trip import in_one_trip
from daicho.foundation.lines.commands.sealing import drop_volatile, seal
from daicho.foundation.lines.domain.pauses import pause_after
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.models import SendingAttempt, SentMessage
from daicho.kernel.clock import real_now

_EVIDENCE: Final = """
UPDATE lines_sentmessage SET attempts = attempts + 1, attempted_at = %s, signature = %s, certificate = %s,
    answer_key = %s, answer_kind = %s, answer_sealed = %s, answer_key_id = %s, answer_digest = %s,
    answer_signature = %s, answer_certificate = %s, answered_at = %s
WHERE seq = %s AND answer_key IS NULL RETURNING seq
"""
_SETTLED: Final = _EVIDENCE.replace(
    "\nWHERE seq = %s AND answer_key IS NULL",
    ", state = %s, problems = %s::jsonb, settled_at = %s\nWHERE seq = %s AND state = 'waiting'",
)
Answered = tuple[SentMessage, Delivered]


def store_answers(answered: Sequence[Answered]) -> list[Answered]:
    """Write what the peer said; returns those whose state it settled: the others were settled or stopped meanwhile."""
    evidence = [_evidence(found) for _, found in answered]
    rows = in_one_trip(
        _SETTLED,
        [
            [*proof, *_told(found, at=proof[0]), row.seq]
            for proof, (row, found) in zip(evidence, answered, strict=True)
        ],
    )
    # An outcome came before the receipt, or a person stopped it: the evidence is kept, the state stays.
    over = [
        [*proof, row.seq]
        for proof, (row, _), done in zip(evidence, answered, rows, strict=True)
        if done is None
    ]
    if over:
        in_one_trip(_EVIDENCE, over)
    settled = [each for each, done in zip(answered, rows, strict=True) if done is not None]
    for row, found in settled:
        if found.state is not State.HELD:
            drop_volatile(row)
    return settled


def _evidence(found: Delivered) -> list[object]:
    now, sealed = real_now(), seal(found.answer.id, found.answer_signed.raw)
    return [
        now,
        found.signed.signature,
        keep_certificate(found.own),
        found.answer.id,
        found.answer.kind,
        sealed.sealed,
        sealed.key_id,
        found.answer_signed.digest,
        found.answer_signed.signature,
        keep_certificate(found.signer),
        now,
    ]


def _told(found: Delivered, *, at: object) -> list[object]:
    problems = json.dumps(found.problems, ensure_ascii=False)
    return [found.state.value, problems, None if found.state is State.HELD else at]


def store_failure(row: SentMessage, found: Undelivered) -> None:
    """Write why an attempt came to nothing, and when the next one is due."""
    now = real_now()
    row.attempts += 1
    row.attempted_at = now
    # When the peer itself is away, the pause is the line's: the message is due as soon as the peer is back.
    row.next_attempt_at = now if found.away else now + pause_after(row.attempts)
    row.save(update_fields=["attempts", "attempted_at", "next_attempt_at"])
    SendingAttempt.objects.create(message=row, at=now, outcome=found.outcome, words=found.words)


def note_of(row: SentMessage, outcome: str, *, found: Delivered | None = None) -> Note:
    """The entry of a message that was answered."""
    note = Note()
    note.say(
        message=str(row.key),
        kind=row.kind,
        thread=str(row.thread),
        party=row.receiver,
        outcome=outcome,
        certificate=found.signer.serial if found else "",
        problems="・".join(each["code"] for each in found.problems) if found else "",
    )
    return note
