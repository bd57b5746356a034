"""One message (電文の一件): its attempts, what the answer said, and the evidence, with both signatures verified now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography import x509

from daicho.foundation.audit.public import recorded
from daicho.foundation.key_provider.public import verifies
from daicho.foundation.lines.audit_types import MESSAGES_SEEN
from daicho.foundation.lines.commands.sealing import bytes_of, unseal
from daicho.foundation.lines.commands.steps import entry_of
from daicho.foundation.lines.domain.door import PREFIX, digest_of
from daicho.foundation.lines.domain.states import ACTIONS, Action, State, may_send
from daicho.foundation.lines.envelopes import problems_of
from daicho.foundation.lines.errors import message_missing
from daicho.foundation.lines.models import (
    KnownCertificate,
    ReceivedMessage,
    SendingAttempt,
    SentMessage,
)
from daicho.foundation.lines.selectors.messages import MessageLine, messages, party_label, title_of
from daicho.foundation.staff.public import check_may, may
from daicho.kernel.access import Access
from daicho.kernel.errors import Problem

MOST_ATTEMPTS = 200


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves one of the two: whose signature, by which certificate, over which digest, and whether it verifies."""

    title: str
    digest: str
    party: str
    serial: str
    verdict: str
    verified: bool | None

    @property
    def digest_words(self) -> str:
        """In groups of eight, so that it breaks into lines and can be compared by eye."""
        return " ".join(self.digest[at : at + 8] for at in range(0, len(self.digest), 8))

    @property
    def tone(self) -> str:
        return {True: "good", False: "error", None: "off"}[self.verified]


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message."""

    row: SentMessage | ReceivedMessage
    is_sent: bool
    title: str
    party: str
    state: State
    next_step: str
    problems: tuple[Problem, ...]
    attempts: tuple[SendingAttempt, ...]
    evidence: tuple[Evidence, ...]
    thread: tuple[MessageLine, ...]
    may_send: bool
    may_stop: bool
    may_make_anew: bool
    may_pass_over: bool

    @property
    def answered_at(self) -> datetime | None:
        return self.row.answered_at if isinstance(self.row, SentMessage) else self.row.received_at


def view_message(access: Access, *, message: UUID) -> MessageView:
    """One message, sent or received. `Missing` when there is none."""
    check_may(access, "lines.view")
    with recorded(access, MESSAGES_SEEN) as note:
        sent = SentMessage.objects.filter(key=message).first()
        row = sent or ReceivedMessage.objects.filter(key=message).first()
        if row is None:
            raise message_missing()
        party = row.receiver if isinstance(row, SentMessage) else row.sender
        note.detail = (
            entry_of(row)
            if isinstance(row, SentMessage)
            else {"message": str(row.key), "kind": row.kind, "party": party}
        )
        thread = messages(thread=row.thread)
        own = next((each for each in thread if each.key == row.key), None)
        return MessageView(
            row=row,
            is_sent=sent is not None,
            title=title_of(row.kind),
            party=party_label(party),
            state=State(row.state),
            next_step=own.next_step if own else "",
            problems=problems_of({"problems": row.problems}),
            attempts=_attempts(sent),
            evidence=_evidence(row),
            thread=tuple(each for each in thread if each.key != row.key),
            may_send=_may(access, sent, Action.SEND),
            may_stop=_may(access, sent, Action.STOP),
            may_make_anew=bool(own and own.may_be_made_anew)
            and _may(access, sent, Action.MAKE_ANEW),
            may_pass_over=isinstance(row, ReceivedMessage)
            and row.early
            and may(access, "lines.act"),
        )


def _may(access: Access, row: SentMessage | None, action: Action) -> bool:
    if row is None or row.asked or not may(access, "lines.act"):
        return False
    state = State(row.state)
    if action is Action.SEND:
        return may_send(row.kind, state, row.attempts)
    return action in ACTIONS[state]


def _attempts(row: SentMessage | None) -> tuple[SendingAttempt, ...]:
    if row is None:
        return ()
    return tuple(SendingAttempt.objects.filter(message=row).order_by("-at")[:MOST_ATTEMPTS])


def _evidence(row: SentMessage | ReceivedMessage) -> tuple[Evidence, ...]:
    found = [
        _proof(
            "電文",
            bytes_of(row),
            row.digest,
            row.signature or b"",
            row.certificate,
            gone="保存期間が過ぎ、本文は消去しました"
            if row.erased_at
            else "本文を残さない電文です",
        )
    ]
    if row.answer_key is not None:
        raw = (
            unseal(row.answer_key, bytes(row.answer_sealed or b""), key_id=row.answer_key_id)
            if row.answer_key_id
            else None
        )
        found.append(
            _proof(
                "応答",
                raw,
                row.answer_digest,
                row.answer_signature or b"",
                row.answer_certificate,
                gone="保存期間が過ぎ、本文は消去しました",
            )
        )
    return tuple(found)


def _proof(
    title: str,
    raw: bytes | None,
    digest: str,
    signature: bytes | memoryview,
    fingerprint: str,
    *,
    gone: str = "",
) -> Evidence:
    known = KnownCertificate.objects.filter(pk=fingerprint).first() if fingerprint else None
    if known is None or not signature:
        return Evidence(title, digest, "", "", "署名は送るときに付けます", None)
    if raw is None:
        return Evidence(title, digest, known.party, known.serial, gone, None)
    key = x509.load_der_x509_certificate(bytes(known.der)).public_key()
    good = digest_of(raw) == digest and verifies(key, bytes(signature), PREFIX + raw)  # type: ignore[arg-type]  # only ours are kept
    words = "署名は正しく、内容は変わっていません" if good else "署名が内容と合いません"
    return Evidence(title, digest, known.party, known.serial, words, good)
