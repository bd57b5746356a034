"""The sending side (送信): brings what waits in the out-tray to its receiver, in each person's order, until it is answered.

A line that fails pauses, longer each time; what was sent keeps its id and its bytes.
"""

from __future__ import annotations

import logging
import time
from threading import Event, Lock, Thread

from psycopg.types.json import Jsonb

from outside import carrier, codec, faults, signing
from outside.actors.outcomes import tell_back
from outside.client import Away, Caller
from outside.codec import Envelope, Unreadable
from outside.database import Database, Row
from outside.desk import Desk
from outside.house import House
from outside.line import Response
from outside.parties import NATION, Party
from outside.signing import BadSignature
from outside.trust import NotTrusted

WORKERS = 4
LONGEST_PAUSE = 30.0
_FIRST_PAUSE = 0.25
_IDLE_SECONDS = 0.2
# A party that sends out of order waits this long for a second message to put before the first.
_WAIT_FOR_ANOTHER = "2 seconds"
log = logging.getLogger("outside")

_NEXT = """
SELECT s.* FROM sent s
 WHERE s.state = 'waiting'
   AND s.party || '>' || s.receiver <> ALL (%(paused)s)
   AND NOT EXISTS (SELECT 1 FROM fault f WHERE f.party = s.party
                    AND f.fault IN ('silent', 'out-of-order') AND f.remaining IS DISTINCT FROM 0)
   AND (s.order_key IS NULL OR NOT EXISTS (
        SELECT 1 FROM sent e WHERE e.state = 'waiting' AND e.party = s.party
           AND e.receiver = s.receiver AND e.order_key = s.order_key AND e.seq < s.seq))
 ORDER BY s.seq LIMIT 1 FOR UPDATE OF s SKIP LOCKED
"""
_LAST = f"""
SELECT s.* FROM sent s
 WHERE s.state = 'waiting'
   AND s.party || '>' || s.receiver <> ALL (%(paused)s)
   AND EXISTS (SELECT 1 FROM fault f WHERE f.party = s.party
                AND f.fault = 'out-of-order' AND f.remaining IS DISTINCT FROM 0)
   AND (s.queued_at < now() - interval '{_WAIT_FOR_ANOTHER}' OR EXISTS (
        SELECT 1 FROM sent e WHERE e.state = 'waiting' AND e.party = s.party
           AND e.receiver = s.receiver AND e.seq < s.seq))
 ORDER BY s.seq DESC LIMIT 1 FOR UPDATE OF s SKIP LOCKED
"""


class Sender:
    """The workers that empty the out-tray."""

    def __init__(self, house: House, caller: Caller) -> None:
        self._house = house
        self._caller = caller
        self._stopped = Event()
        self._pauses: dict[str, tuple[float, float]] = {}
        self._lock = Lock()
        self._threads: list[Thread] = []

    def start(self, workers: int = WORKERS) -> None:
        """Begin to send, in threads."""
        for _ in range(workers):
            thread = Thread(target=self._work, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Send no more; what is on its way is finished."""
        self._stopped.set()
        self._house.wake.set()
        for thread in self._threads:
            thread.join()

    def send_one(self) -> bool:
        """Send the next message, if there is one that can go. False: there is none."""
        with self._house.pool.connection() as connection:
            paused = {"paused": self._paused()}
            row = connection.execute(_NEXT, paused).fetchone()
            row = row or connection.execute(_LAST, paused).fetchone()
            if row is None:
                return False
            self._send(connection, row)
            return True

    def _work(self) -> None:
        while not self._stopped.is_set():
            try:
                busy = self.send_one()
            except Exception:
                log.exception("a message could not be sent")
                busy = False
                self._stopped.wait(1.0)
            if not busy:
                self._house.wake.wait(_IDLE_SECONDS)
                self._house.wake.clear()

    def _send(self, connection: Database, row: Row) -> None:
        party, receiver = Party.parse(row["party"]), Party.parse(row["receiver"])
        line = f"{party}>{receiver}"
        fault = faults.take(self._house.pool, party, row["kind"], among=("twice", "out-of-order"))
        try:
            response = self._posted(party, receiver, row)
            if fault is not None and fault.name == "twice":
                response = self._posted(party, receiver, row)
            answer = self._read(response, row)
        except (Away, Unreadable, BadSignature, NotTrusted) as error:
            self._pause(line)
            log.info("%s %s: %s", line, row["kind"], error)
            connection.execute(
                "UPDATE sent SET attempts = attempts + 1 WHERE seq = %s", [row["seq"]]
            )
            return
        with self._lock:
            self._pauses.pop(line, None)
        self._settle(connection, row, answer, response.raw)

    def _posted(self, party: Party, receiver: Party, row: Row) -> Response:
        """The answer of whoever must be asked: another municipality's CS speaks through the nation."""
        address = self._house.settings.address(receiver)
        if address is None:
            raise Away(f"{receiver}: no address")
        raw, signature = row["raw"], row["signature"]
        headers = signing.headers(raw, signature, self._house.signer(party).certificate)
        through_nation = party.node == receiver.node == "municipal_cs"
        speaker = NATION if through_nation else party
        response = self._caller.post(speaker, receiver, address, raw, headers)
        if through_nation:
            envelope = codec.read(raw, self._house.spec)
            carrier.count(self._house, envelope, signing.digest_of(raw), response.status)
        return response

    def _read(self, response: Response, row: Row) -> Envelope:
        if response.status != 200:
            raise Away(f"status {response.status}")
        answer = codec.read(response.raw, self._house.spec)
        signed = signing.opened(response.raw, response.headers)
        signer = self._house.trust.check_signing(signed.certificate)
        if str(signer) != row["receiver"] or signer != answer.sender:
            raise NotTrusted(f"{signer} が応答に署名しました")
        if answer.answers != str(row["id"]) or answer.kind not in (
            "receipt",
            f"{row['kind']}.answer",
        ):
            raise Unreadable("the answer is not one to this message")
        if self._house.spec.faults(answer.kind, answer.body):
            raise Unreadable("the answer is not as its schema says")
        return answer

    def _settle(self, connection: Database, row: Row, answer: Envelope, raw: bytes) -> None:
        state = answer.body["outcome"] if answer.kind == "receipt" else "answered"
        problems = answer.body["problems"] if answer.kind == "receipt" else []
        connection.execute(
            "UPDATE sent SET state = %s, problems = %s, answer = %s, attempts = attempts + 1,"
            " settled_at = CASE WHEN %s THEN NULL ELSE clock_timestamp() END WHERE seq = %s",
            [state, Jsonb(problems), raw, state == "held", row["seq"]],
        )
        if state in ("accepted", "refused"):
            desk = Desk(self._house, connection, Party.parse(row["party"]))
            tell_back(desk, row["settles"], {"outcome": state, "problems": problems})

    def _paused(self) -> list[str]:
        with self._lock:
            return [line for line, (until, _) in self._pauses.items() if until > time.monotonic()]

    def _pause(self, line: str) -> None:
        with self._lock:
            _, last = self._pauses.get(line, (0.0, 0.0))
            length = min(LONGEST_PAUSE, last * 2 or _FIRST_PAUSE)
            self._pauses[line] = (time.monotonic() + length, length)
