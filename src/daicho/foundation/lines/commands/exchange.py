"""Exchange (一往復): messages signed, posted, and their answers verified; nothing is stored here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from daicho.foundation.lines import envelopes
from daicho.foundation.lines.adapters.client import Away, LineClient, Response
from daicho.foundation.lines.adapters.credentials import load_trust, sign
from daicho.foundation.lines.domain.bundle import PATH_OF_BUNDLES, pack, unpack_answers
from daicho.foundation.lines.domain.door import Signed, TurnedAway, check_signer, signed_of
from daicho.foundation.lines.domain.parties import CARRIER, Party, carried
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.domain.trust import Credential
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Invalid, Unavailable

_STATUS_WORDS: Final = {
    400: "相手方が電文を読み取れませんでした。",
    403: "相手方が、こちらの証明書・署名・あて先を認めませんでした。",
    404: "相手方に、この版の受け口がありません。",
    409: "相手方には、同じ番号で内容の違う電文が既に届いています。",
    413: "電文が大きすぎて、相手方が受け取りません。",
    503: "相手方が、今は処理できないと応えました。",
}


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message on its way out."""

    seq: int
    key: UUID
    kind: str
    receiver: Party
    raw: bytes


@dataclass(frozen=True, slots=True)
class Delivered:
    """A verified answer, and the signature that was sent with the message."""

    signed: Signed
    own: Credential
    answer: envelopes.Envelope
    answer_signed: Signed
    signer: Credential

    @property
    def state(self) -> State:
        """What the answer means for the message."""
        if self.answer.kind != "receipt":
            return State.ACCEPTED
        return State(self.answer.body["outcome"])

    @property
    def problems(self) -> list[dict[str, str]]:
        found: list[dict[str, Any]] = list(self.answer.body.get("problems", []))
        return found if self.answer.kind == "receipt" else []


@dataclass(frozen=True, slots=True)
class Undelivered:
    """An attempt that came to nothing. `away`: the peer itself was not reached, so others need not try now."""

    outcome: str
    words: str
    away: bool


@dataclass(frozen=True, slots=True)
class NoBundle:
    """The peer does not deal with a bundle as a whole: each message goes by itself. 404: it never does."""

    status: int


def exchange(home: Path, client: LineClient, parcel: Parcel) -> Delivered | Undelivered:
    """Send one message. Its bytes are always the same; the signature is made for each attempt."""
    try:
        signed, own = sign(home, parcel.raw)
        response = client.post(parcel.raw, signed.headers())
    except Away as away:
        return _away(away)
    except Unavailable as error:
        return Undelivered("own_keys", error.message, away=True)
    return _verified(home, parcel, signed, own, response)


def exchange_bundle(
    home: Path, client: LineClient, parcels: Sequence[Parcel]
) -> list[Delivered | Undelivered] | Undelivered | NoBundle:
    """Send several messages in one request: what became of each, or why nobody was reached at all."""
    try:
        signed = [sign(home, each.raw) for each in parcels]
        response = client.post(pack([each for each, _ in signed]), {}, path=PATH_OF_BUNDLES)
        if response.status != 200:
            return NoBundle(response.status)
        answers = unpack_answers(response.body, expected=len(parcels))
    except Away as away:
        return _away(away)
    except Unavailable as error:
        return Undelivered("own_keys", error.message, away=True)
    except ValueError:
        return NoBundle(response.status)
    return [
        _verified(home, parcel, *own, Response(answer.status, answer.headers, answer.raw))
        for parcel, own, answer in zip(parcels, signed, answers, strict=True)
    ]


def _away(found: Away) -> Undelivered:
    return Undelivered("away", found.words, away=True)


def _verified(
    home: Path, parcel: Parcel, signed: Signed, own: Credential, response: Response
) -> Delivered | Undelivered:
    if response.status != 200:
        words = _STATUS_WORDS.get(response.status, "相手方が応答を返しませんでした。")
        return Undelivered(f"status_{response.status}", words, away=False)
    try:
        answer_signed = signed_of(response.body, response.headers)
        answer = envelopes.from_bytes(response.body)
        signer = check_signer(
            answer_signed, envelopes.party(answer.sender), trust=load_trust(home), at=real_now()
        )
    except TurnedAway as found:
        words = f"応答を信頼できません（{found.reason.label}）。"
        return Undelivered("answer_untrusted", words, away=False)
    except Invalid as error:
        return Undelivered("answer_unreadable", error.message, away=False)
    is_ours = (
        answer.answers == parcel.key
        and may_answer(parcel, answer, own.party)
        and envelopes.party(answer.receiver) == own.party
        and answer.kind in ("receipt", f"{parcel.kind}.answer")
        and not tuple(envelopes.check_body(answer.kind, answer.body))
    )
    if not is_ours:
        words = "応答が、送った電文への正しい応答ではありません。"
        return Undelivered("answer_wrong", words, away=False)
    return Delivered(signed, own, answer, answer_signed, signer)


def may_answer(parcel: Parcel, answer: envelopes.Envelope, own: Party) -> bool:
    """The receiver answers; of what it should carry, the carrier may say alone that it cannot."""
    sender = envelopes.party(answer.sender)
    if sender == parcel.receiver:
        return True
    refused = answer.kind == "receipt" and answer.body.get("outcome") == "refused"
    return refused and sender == CARRIER and carried(own, parcel.receiver)
