"""Admit (入口): what must be true of a message before it is read; whoever fails gets nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from daicho.foundation.lines import envelopes
from daicho.foundation.lines.adapters.credentials import load_trust
from daicho.foundation.lines.domain.door import (
    Reason,
    Signed,
    TurnedAway,
    check_bearer,
    check_signer,
    signed_of,
)
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.replies import Received
from daicho.foundation.lines.domain.trust import Credential
from daicho.foundation.lines.settings import configured
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that passed the door: who signed it, who brought it, from where, when."""

    envelope: envelopes.Envelope
    sender: Party
    signed: Signed
    signer: Credential
    peer: Party
    address: str
    at: datetime

    @property
    def received(self) -> Received:
        return received_of(self.envelope)


def admit(raw: bytes, headers: Mapping[str, str], peer: Party, address: str) -> Arrival:
    """The arrival. Raises `TurnedAway`; `Unavailable` when our own files cannot be read."""
    lines, at = configured(), real_now()
    if not lines.may_come(peer):
        raise TurnedAway(Reason.NO_PEER, claimed=peer)
    signed = signed_of(raw, headers)
    try:
        envelope = envelopes.from_bytes(raw)
    except Invalid:
        raise TurnedAway(Reason.UNREADABLE, claimed=peer, status=400) from None
    sender = envelopes.party(envelope.sender)
    check_bearer(
        peer,
        sender=sender,
        receiver=envelopes.party(envelope.receiver),
        me=lines.party,
        gateway=lines.gateway.party if lines.gateway else None,
    )
    signer = check_signer(signed, sender, trust=load_trust(settings.HOME), at=at)
    return Arrival(envelope, sender, signed, signer, peer, address, at)


def received_of(envelope: envelopes.Envelope) -> Received:
    """An envelope as its handler sees it."""
    return Received(
        id=envelope.id,
        kind=envelope.kind,
        thread=envelope.thread,
        sender=envelopes.party(envelope.sender),
        receiver=envelopes.party(envelope.receiver),
        made_at=envelope.made_at,
        order_number=envelope.order.number if envelope.order else None,
        answers=envelope.answers,
        body=envelope.body,
    )
