"""Store an answer (応答の保存): what became of a message, its evidence and whoever waits for it, in one transaction."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection
from psycopg.types.json import Jsonb

from daicho.foundation.audit.public import Note
from daicho.foundation.lines.commands.exchange import Delivered, Undelivered
from daicho.foundation.lines.commands.known import keep_certificate
from daicho.foundation.lines.commands.sealing import drop_volatile, seal
from daicho.foundation.lines.domain.pauses import pause_after
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.models import SendingAttempt, SentMessage
from daicho.kernel.clock import real_now

_EVIDENCE: Final = """
UPDATE lines_sentmessage SET attempts = attempts + 1, attempted_at = %s, signature = %s, certificate = %s,
    answer_key = %s, answer_kind = %s, answer_sealed = %s, answer_key_id = %s, answer_digest = %s,
    answer_signature = %s, answer_certificate = %s, answered_at = %s
WHERE seq = %s AND answer_key IS NULL
"""
_SETTLED: Final = _EVIDENCE.replace(
    "\nWHERE seq = %s AND answer_key IS NULL",
    ", state = %s, problems = %s, settled_at = %s\nWHERE seq = %s AND state = 'waiting'",
)


def store_answer(row: SentMessage, found: Delivered) -> bool:
    """Write what the peer said; False when the message was settled or stopped meanwhile, and nothing was written."""
    now, sealed = real_now(), seal(found.answer.id, found.answer_signed.raw)
    evidence: list[Any] = [  # Any: what the driver takes
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
    settled_at = None if found.state is State.HELD else now
    told: list[Any] = [found.state.value, Jsonb(found.problems), settled_at]
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED, [*evidence, *told, row.seq])
        if cursor.rowcount:
            if found.state is not State.HELD:
                drop_volatile(row)
            return True
        # An outcome came before the receipt, or a person stopped it: the evidence is kept, the state stays.
        cursor.execute(_EVIDENCE, [*evidence, row.seq])
    return False


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
