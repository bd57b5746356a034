"""Deliver (送信): one round of the sender: what is due goes out, person by person in order, many persons at once.

Nothing is claimed beforehand. A message was stored when it was queued; whoever dies between sending and storing leaves
it waiting, and it is sent again with the same bytes, to which the peer has the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from daicho.foundation.audit.public import enter
from daicho.foundation.lines.audit_types import MESSAGE_SENT
from daicho.foundation.lines.commands.couriers import IN_VAIN, Chain, Courier, parcel_of
from daicho.foundation.lines.commands.exchange import Delivered, Undelivered
from daicho.foundation.lines.commands.sealing import bytes_of
from daicho.foundation.lines.commands.settle import tell_settler
from daicho.foundation.lines.commands.stop import end_unsent
from daicho.foundation.lines.commands.store_answer import (
    Answered,
    note_of,
    store_answers,
    store_failure,
)
from daicho.foundation.lines.domain.pauses import pause_after
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.models import Line, SentMessage
from daicho.foundation.lines.settings import lines, machine
from daicho.kernel.clock import real_now
from daicho.kernel.errors import DaichoError, Problem

log = structlog.get_logger(__name__)
LINE_PAUSE: Final = timedelta(minutes=1)
REACHED_EVERY: Final = timedelta(seconds=10)

_DUE: Final = """
SELECT m.seq, m.key, m.kind, m.thread, m.receiver, m.order_key, m.order_number, m.matter, m.sealed, m.key_id, m.attempts
FROM lines_sentmessage m
WHERE m.line = %s AND m.state = 'waiting' AND NOT m.asked AND m.next_attempt_at <= %s
AND (m.by_hand_at IS NOT NULL OR NOT %s)
AND (m.order_key = '' OR NOT EXISTS (
    SELECT FROM lines_sentmessage e
    WHERE e.line = m.line AND e.order_key = m.order_key AND e.state = 'waiting'
    AND e.order_number < m.order_number
    AND (e.next_attempt_at > %s OR (e.by_hand_at IS NULL AND %s))
))
ORDER BY m.seq LIMIT %s
"""
# Whether it is manual is not for the sender to say.
_KEEP: Final = """
INSERT INTO lines_line (peer, manual, switched_by_name, reached_at, away_since, failures, last_error, next_try_at)
VALUES (%s, false, '', %s, %s, %s, %s, %s)
ON CONFLICT (peer) DO UPDATE SET reached_at = EXCLUDED.reached_at, away_since = EXCLUDED.away_since,
failures = EXCLUDED.failures, last_error = EXCLUDED.last_error, next_try_at = EXCLUDED.next_try_at
"""


def deliver_lines(*, limit: int = 100) -> int:
    """One round to every peer; returns how many messages were answered."""
    found = lines()
    done = 0
    for peer in found.peers if found else ():
        courier = Courier.to(settings.HOME, peer)
        try:
            done += deliver_to(courier, limit=limit)
        finally:
            courier.close()
    return done


def deliver_to(courier: Courier, *, limit: int) -> int:
    """One round to one peer."""
    now = real_now()
    line = Line.objects.filter(peer=str(courier.peer)).first() or Line(peer=str(courier.peer))
    if line.next_try_at is not None and line.next_try_at > now:
        return 0
    chains = _chains(_due(line, now, limit))
    if not chains:
        return 0
    done, told = 0, []
    for wave in courier.carried(chains):
        results = [result for chain in wave for result in chain.results]
        done += _store(results)
        told += [found for _, found in results]
    _note_line(line, told)
    return done


def _due(line: Line, now: datetime, limit: int) -> Iterable[SentMessage]:
    given = [line.peer, now, line.manual, now, line.manual, limit]
    return SentMessage.objects.raw(_DUE, given)


def _chains(rows: Iterable[SentMessage]) -> list[Chain]:
    """The messages by person, in order; their bytes are opened here, since couriers touch no database."""
    found: dict[str, Chain] = {}
    # What takes the place of a stopped message was written later than those after it.
    for row in sorted(rows, key=lambda row: (row.order_number or 0, row.seq)):
        raw = bytes_of(row)
        if raw is None:
            _end_lost(row)
        else:
            chain = found.setdefault(row.order_key or str(row.key), Chain())
            chain.parcels.append((row, parcel_of(row, raw)))
    return list(found.values())


@transaction.atomic
def _end_lost(row: SentMessage) -> None:
    """A body that was not to outlive a crash did not: whoever queued it hears, and makes it anew."""
    found = SentMessage.objects.select_for_update(no_key=True).get(seq=row.seq)
    if found.state == State.WAITING.value:
        end_unsent(found, _lost())


def _lost() -> Problem:
    return Problem(
        "line.body_lost",
        "",
        "送る前に、電文の本文が失われました。",
        "記録に残さない種類の電文なので、装置が止まると本文は残りません。",
        "元の記録から作り直してください。",
    )


def _store(results: Sequence[tuple[SentMessage, Delivered | Undelivered]]) -> int:
    """Store a round in one transaction; when that fails, each message in its own, so that one cannot keep others back."""
    try:
        with transaction.atomic():
            return _store_all(results)
    except (DaichoError, DatabaseError) as error:
        # Two that wait for each other (an outcome comes in while its receipt is stored) do not when they go one by one.
        if isinstance(error, OperationalError) and not isinstance(
            error.__cause__, DeadlockDetected
        ):
            raise
        log.exception("lines.round_split")
    done = 0
    for row, found in results:
        try:
            with transaction.atomic():
                done += _store_all([(row, found)])
        except OperationalError:
            raise
        except (DaichoError, DatabaseError):
            log.exception("lines.unsettled", message=str(row.key))
            words = "応答は届きましたが、こちらで処理できませんでした。"
            store_failure(row, Undelivered("unsettled", words, away=False))
    return done


def _store_all(results: Sequence[tuple[SentMessage, Delivered | Undelivered]]) -> int:
    answered: list[Answered] = []
    for row, found in results:
        if isinstance(found, Undelivered):
            store_failure(row, found)
        else:
            answered.append((row, found))
    if answered:
        for row, found in store_answers(answered):
            tell_settler(row, found.state, found.problems)
        # Last: until the commit, nobody else can write an entry.
        notes = [note_of(row, found.state.value, found=found) for row, found in answered]
        enter(machine(), MESSAGE_SENT, notes)
    return len(answered)


def _note_line(line: Line, results: Sequence[Delivered | Undelivered]) -> None:
    """Keep whether the peer is there; written when that changes, and now and then while it is."""
    now = real_now()
    before = (line.failures, line.away_since, line.last_error)
    failed = [found for found in results if isinstance(found, Undelivered)]
    away = bool(failed) and failed[-1].away
    if away or len(failed) >= IN_VAIN:
        line.failures += 1
        line.next_try_at = now + pause_after(line.failures, longest=LINE_PAUSE)
    elif len(failed) < len(results):
        line.failures, line.next_try_at = 0, None
    line.away_since = (line.away_since or now) if away else None
    line.last_error = failed[-1].words if failed else ""
    changed = before != (line.failures, line.away_since, line.last_error)
    if changed or line.reached_at is None or now - line.reached_at > REACHED_EVERY:
        with connection.cursor() as cursor:
            cursor.execute(
                _KEEP,
                [
                    line.peer,
                    line.reached_at if away else now,
                    line.away_since,
                    line.failures,
                    line.last_error,
                    line.next_try_at,
                ],
            )
