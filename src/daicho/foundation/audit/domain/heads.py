"""Heads (署名つき先端): what the trail's last entry was at one instant, signed, so that it can be kept elsewhere.

A cut tail and a wholly recomputed chain are consistent in themselves; only a head that somebody else holds shows
them (practice.md §4). A head carries no personal data.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from daicho.foundation.audit.domain.chain import canonical

_PURPOSE = "daicho audit head 1"


@dataclass(frozen=True, slots=True)
class Head:
    """`hash` of the entry `seq` in hex; `at` is the head's own instant (ISO 8601, UTC); `signature` is base64."""

    node: str
    seq: int
    hash: str
    at: str
    key_id: str
    signature: str

    def to_dict(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that heads are checked with; `raw` is 32 bytes."""

    id: str
    raw: bytes
    made_at: str


class HeadError(ValueError):
    """A head that cannot be believed; the message says why, in Japanese."""


def sign(key: Ed25519PrivateKey, *, node: str, seq: int, digest: bytes, at: str) -> Head:
    """Make the head of a node's trail."""
    identity = key_id(key.public_key())
    text = _signed_text(node=node, seq=seq, digest=digest.hex(), at=at, key=identity)
    return Head(
        node=node,
        seq=seq,
        hash=digest.hex(),
        at=at,
        key_id=identity,
        signature=base64.b64encode(key.sign(text)).decode(),
    )


def check_signature(head: Head, *, keys: Iterable[PublicKey], node: str) -> None:
    """Raise `HeadError` unless the head is this node's and signed by one of its keys."""
    if head.node != node:
        raise HeadError(f"別の系（{head.node}）の先端です")
    known = next((key for key in keys if key.id == head.key_id), None)
    if known is None:
        raise HeadError(f"知らない鍵（{head.key_id}）で署名されています")
    text = _signed_text(node=head.node, seq=head.seq, digest=head.hash, at=head.at, key=head.key_id)
    try:
        signature = base64.b64decode(head.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(known.raw).verify(signature, text)
    except (InvalidSignature, binascii.Error) as error:
        raise HeadError("署名が合いません") from error


def read_head(found: object) -> Head:
    """A head from JSON; `HeadError` when it is not one."""
    if not isinstance(found, Mapping):
        raise HeadError("先端の形をしていません")
    texts = {name: found.get(name) for name in ("node", "hash", "at", "key_id", "signature")}
    seq = found.get("seq")
    if not isinstance(seq, int) or isinstance(seq, bool) or seq < 0:
        raise HeadError("番号が読めません")
    if not all(isinstance(text, str) for text in texts.values()):
        raise HeadError("欠けている項目があります")
    return Head(seq=seq, **{name: str(text) for name, text in texts.items()})


def key_id(key: Ed25519PublicKey) -> str:
    """The name of a key: the first 8 bytes of its SHA-256, in hex."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def _signed_text(*, node: str, seq: int, digest: str, at: str, key: str) -> bytes:
    return canonical(
        {"purpose": _PURPOSE, "node": node, "seq": seq, "hash": digest, "at": at, "key_id": key}
    ).encode()
