"""The door (入口): what must be true of a message before it is read, and the words for whatever is turned away.

Its three headers, the signature over its bytes, the certificate of its sender's party, and who brings it.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from daicho.foundation.key_provider.public import verifies
from daicho.foundation.lines.domain.parties import CARRIER, Party, between_own, carried
from daicho.foundation.lines.domain.trust import Credential, Trust, Untrusted, Use

EDITION: Final = "2026.1"
PATH: Final = "/lines/2026.1/messages"
PREFIX: Final = b"daicho-lines-2026.1\n"
CERTIFICATE: Final = "Daicho-Certificate"
SIGNATURE: Final = "Daicho-Signature"
DIGEST: Final = "Daicho-Digest"
MOST_BYTES: Final = 8 * 1024 * 1024


class Reason(StrEnum):
    """Why a connection or a message was turned away."""

    PLAIN = "plain_http"
    NO_CERTIFICATE = "certificate_missing"
    UNREADABLE_CERTIFICATE = "certificate_unreadable"
    PARTYLESS = "certificate_partyless"
    WRONG_USE = "certificate_use"
    EARLY = "certificate_early"
    EXPIRED = "certificate_expired"
    REVOKED = "certificate_revoked"
    FOREIGN = "authority_unknown"
    NO_LIST = "revocations_missing"
    OLD_LIST = "revocations_old"
    OLD_TLS = "tls_version"
    BROKEN_OFF = "handshake_broken_off"
    SLOW = "too_slow"
    HANDSHAKE = "handshake_failed"
    UNREGISTERED = "source_unregistered"
    NO_PEER = "peer_unknown"
    ANOTHER_PARTY = "sender_is_another"
    NOT_FOR_ME = "receiver_is_another"
    PAST_GATEWAY = "past_the_gateway"
    BEYOND = "refused_beyond"
    HEADERS = "headers_unreadable"
    DIGEST = "digest_differs"
    SIGNATURE = "signature_invalid"
    SIGNER = "signer_is_another"
    UNREADABLE = "envelope_unreadable"
    OTHER_BYTES = "other_bytes"
    NOT_READY = "own_trust_missing"

    @property
    def label(self) -> str:
        return _WORDS[self]


_WORDS: Final[Mapping[Reason, str]] = {
    Reason.PLAIN: "暗号化されていない接続（平文のHTTP）",
    Reason.NO_CERTIFICATE: "証明書を示さない",
    Reason.UNREADABLE_CERTIFICATE: "証明書を読み取れない",
    Reason.PARTYLESS: "証明書に相手方の名がない",
    Reason.WRONG_USE: "証明書の用途が違う",
    Reason.EARLY: "証明書の有効期間の前",
    Reason.EXPIRED: "証明書の有効期限切れ",
    Reason.REVOKED: "失効した証明書",
    Reason.FOREIGN: "ほかの認証局の証明書",
    Reason.NO_LIST: "失効リストがなく、証明書を確かめられない",
    Reason.OLD_LIST: "失効リストの期限が切れ、証明書を確かめられない",
    Reason.OLD_TLS: "TLS 1.3 でない接続",
    Reason.BROKEN_OFF: "接続だけして切断",
    Reason.SLOW: "時間内に送り終えない",
    Reason.HANDSHAKE: "TLS の手順が成り立たない",
    Reason.UNREGISTERED: "未登録の機器（知らない番地からの接続）",
    Reason.NO_PEER: "相手方として登録されていない",
    Reason.ANOTHER_PARTY: "接続した相手と電文の送り主が違う",
    Reason.NOT_FOR_ME: "あて先が違う電文",
    Reason.PAST_GATEWAY: "住基ネットゲートウェイを通らない電文",
    Reason.BEYOND: "中継の先が受け取らない電文",
    Reason.HEADERS: "署名の見出しを読み取れない",
    Reason.DIGEST: "ダイジェストが本文と合わない",
    Reason.SIGNATURE: "署名が本文と合わない",
    Reason.SIGNER: "署名の証明書が送り主のものでない",
    Reason.UNREADABLE: "電文の封筒を読み取れない",
    Reason.OTHER_BYTES: "同じ番号で内容の違う電文",
    Reason.NOT_READY: "こちらの証明書・失効リストが読めない",
}


class TurnedAway(Exception):
    """Somebody who gets nothing: why, whom they claimed to be, and by which certificate."""

    def __init__(
        self, reason: Reason, *, claimed: Party | None = None, serial: str = "", status: int = 403
    ) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.claimed = claimed
        self.serial = serial
        self.status = status


@dataclass(frozen=True, slots=True)
class Signed:
    """The bytes of a message with what proves them."""

    raw: bytes
    digest: str
    signature: bytes
    certificate: bytes

    def headers(self) -> dict[str, str]:
        """The three headers."""
        return {
            CERTIFICATE: base64.b64encode(self.certificate).decode("ascii"),
            SIGNATURE: base64.b64encode(self.signature).decode("ascii"),
            DIGEST: self.digest,
        }


def digest_of(raw: bytes) -> str:
    return sha256(raw).hexdigest()


def signed_of(raw: bytes, headers: Mapping[str, str]) -> Signed:
    """The bytes with their headers (names in any case), once the digest fits. Raises `TurnedAway`."""
    given = {name.lower(): value for name, value in headers.items()}
    try:
        certificate = base64.b64decode(given[CERTIFICATE.lower()], validate=True)
        signature = base64.b64decode(given[SIGNATURE.lower()], validate=True)
        digest = given[DIGEST.lower()]
    except (KeyError, binascii.Error, ValueError):
        raise TurnedAway(Reason.HEADERS) from None
    if digest != digest_of(raw):
        raise TurnedAway(Reason.DIGEST)
    return Signed(raw, digest, signature, certificate)


def check_signer(signed: Signed, sender: Party, *, trust: Trust, at: datetime) -> Credential:
    """The signer, who must be the sender's party, with the signature verified. Raises `TurnedAway`."""
    try:
        credential = trust.check(signed.certificate, Use.SIGNING, at=at)
    except Untrusted as error:
        raise TurnedAway(Reason(error.reason), claimed=error.claimed or sender) from None
    if credential.party != sender:
        raise TurnedAway(Reason.SIGNER, claimed=sender, serial=credential.serial)
    if not verifies(credential.key, signed.signature, PREFIX + signed.raw):
        raise TurnedAway(Reason.SIGNATURE, claimed=sender, serial=credential.serial)
    return credential


def check_bearer(
    peer: Party, *, sender: Party, receiver: Party, me: Party, gateway: Party | None = None
) -> None:
    """Who brings it may bring it: the sender itself, or the nation between two CSs; and it is for us. Raises `TurnedAway`.

    Where the town has a gateway (JUK-060), it alone brings what its register and its CS say to each other.
    """
    if receiver != me:
        raise TurnedAway(Reason.NOT_FOR_ME, claimed=sender)
    if gateway is not None and between_own(sender, me):
        if peer == sender:
            raise TurnedAway(Reason.PAST_GATEWAY, claimed=sender)
        if peer == gateway:
            return
    if peer != sender and not (peer == CARRIER and carried(sender, receiver)):
        raise TurnedAway(Reason.ANOTHER_PARTY, claimed=sender)
