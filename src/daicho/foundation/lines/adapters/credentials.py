"""Credentials (証明書と鍵): what the files of the party say now; a change is taken up without a restart."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeVar

from daicho.foundation.key_provider.public import load_signer
from daicho.foundation.lines.domain.door import PREFIX, Reason, Signed, digest_of
from daicho.foundation.lines.domain.trust import (
    Credential,
    Trust,
    Untrusted,
    Use,
    read_trust,
)
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Unavailable

AUTHORITIES: Final = "lines/ca.pem"
REVOCATIONS: Final = "lines/crl.pem"
LINE_CERTIFICATE: Final = "lines/tls.pem"
LINE_KEY: Final = "secrets/lines-tls.key"
SIGN_CERTIFICATE: Final = "lines/sign.pem"

State = tuple[tuple[int, int, int] | None, ...]
_T = TypeVar("_T")


def load_trust(home: Path) -> Trust:
    """The authorities and their lists; `Unavailable` in words when a file is missing or wrong."""
    return _trust(home, _state(home, AUTHORITIES, REVOCATIONS, LINE_CERTIFICATE, SIGN_CERTIFICATE))


def server_context(home: Path) -> ssl.SSLContext:
    """The context of the door: TLS 1.3, a certificate of the peer, none that is revoked, no resumption."""
    return _server(home, _state(home, AUTHORITIES, REVOCATIONS, LINE_CERTIFICATE, LINE_KEY))


def client_context(home: Path) -> ssl.SSLContext:
    """The context of the sender; a party is named by its URI, not by a host name, and the caller checks it."""
    return _client(home, _state(home, AUTHORITIES, REVOCATIONS, LINE_CERTIFICATE, LINE_KEY))


def sign(home: Path, raw: bytes) -> tuple[Signed, Credential]:
    """Sign the bytes of a message as this party.

    `Unavailable` when the key cannot be used, or when nobody would believe its certificate today.
    """
    signer = load_signer(home)
    try:
        own = load_trust(home).check(signer.certificate, Use.SIGNING, at=real_now())
    except Untrusted as error:
        raise Unavailable(
            "電文に署名できません。",
            why=f"こちらの署名用の証明書が使えません（{Reason(error.reason).label}）。",
            remedy="`daicho pki` で証明書を更新してください。",
            code="lines.own_certificate",
        ) from error
    return Signed(raw, digest_of(raw), signer.sign(PREFIX + raw), signer.certificate), own


def counts(home: Path, certificate: bytes) -> bool:
    """Whether a signing certificate is believed today."""
    try:
        load_trust(home).check(certificate, Use.SIGNING, at=real_now())
    except Untrusted:
        return False
    return True


def _state(home: Path, *names: str) -> State:
    found: list[tuple[int, int, int] | None] = []
    for path in _paths(home, names):
        try:
            stat = os.stat(path)  # asked several times for each message
        except OSError:
            found.append(None)
        else:
            found.append((stat.st_mtime_ns, stat.st_ino, stat.st_size))
    return tuple(found)


@lru_cache(maxsize=32)
def _paths(home: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(home / name) for name in names)


@lru_cache(maxsize=8)
def _trust(home: Path, _state: State) -> Trust:
    def read() -> Trust:
        chains = [(home / name).read_bytes() for name in (LINE_CERTIFICATE, SIGN_CERTIFICATE)]
        return read_trust(
            (home / AUTHORITIES).read_bytes(), chains, (home / REVOCATIONS).read_bytes()
        )

    return _or_unavailable(read)


@lru_cache(maxsize=8)
def _server(home: Path, _state: State) -> ssl.SSLContext:
    def make() -> ssl.SSLContext:
        context = _mutual(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), home)
        # A resumed session would not show its certificate again.
        context.num_tickets = 0
        return context

    return _or_unavailable(make)


@lru_cache(maxsize=8)
def _client(home: Path, _state: State) -> ssl.SSLContext:
    def make() -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        return _mutual(context, home)

    return _or_unavailable(make)


def _mutual(context: ssl.SSLContext, home: Path) -> ssl.SSLContext:
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(home / AUTHORITIES)
    context.load_verify_locations(home / REVOCATIONS)
    context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
    context.load_cert_chain(home / LINE_CERTIFICATE, home / LINE_KEY)
    return context


def _or_unavailable(load: Callable[[], _T]) -> _T:
    try:
        return load()
    except (OSError, ValueError) as error:
        raise Unavailable(
            "回線の証明書・鍵・失効リストを読み取れません。",
            why=f"{error}。",
            remedy="`daicho pki` で発行・配布し直してください。",
            code="lines.credentials",
        ) from error
