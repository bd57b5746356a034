"""Client (送信側): one long-lived TLS connection to a peer, whose party is verified before the first byte is sent."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from typing import Final

from daicho.foundation.lines.adapters.credentials import client_context, load_trust
from daicho.foundation.lines.domain.configuration import Address
from daicho.foundation.lines.domain.door import PATH, Reason
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.trust import Untrusted, Use
from daicho.foundation.lines.envelopes import MOST_BYTES
from daicho.kernel.clock import real_now

CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 30.0


class Away(Exception):
    """The peer could not be reached, or is not who it should be; `words` say why, in Japanese."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Response:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class LineClient:
    """The connection to one peer; not to be shared between threads."""

    def __init__(self, home: Path, peer: Party, address: Address) -> None:
        self._home = home
        self._peer = peer
        self._address = address
        self._connection: HTTPSConnection | None = None
        self._context: ssl.SSLContext | None = None

    def post(self, raw: bytes, headers: Mapping[str, str], *, path: str = PATH) -> Response:
        """Send one message and read what comes back. Raises `Away`; the same may be sent again at any time."""
        context = client_context(self._home)
        if self._context is not context:
            self.close()
        stood = self._connection is not None
        try:
            return self._exchange(context, raw, headers, path)
        except Away:
            # A standing connection may have been closed by the peer meanwhile: once more on a new one.
            if not stood:
                raise
            return self._exchange(context, raw, headers, path)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _exchange(
        self, context: ssl.SSLContext, raw: bytes, headers: Mapping[str, str], path: str
    ) -> Response:
        try:
            connection = self._connection or self._connect(context)
            self._check_peer(connection)
            connection.request("POST", path, raw, {**headers, "Content-Type": "application/json"})
            answer = connection.getresponse()
            if answer.length is None or answer.length > MOST_BYTES:
                raise Away("応答の大きさが分からないか、大きすぎます。")
            body = answer.read()
            if answer.will_close:
                self.close()
            return Response(answer.status, dict(answer.getheaders()), body)
        except (OSError, HTTPException) as error:
            self.close()
            raise Away(words_of(error)) from error
        except Away:
            self.close()
            raise

    def _connect(self, context: ssl.SSLContext) -> HTTPSConnection:
        connection = HTTPSConnection(
            self._address.host, self._address.port, timeout=CONNECT_SECONDS, context=context
        )
        connection.connect()
        connection.sock.settimeout(ANSWER_SECONDS)
        self._connection, self._context = connection, context
        return connection

    def _check_peer(self, connection: HTTPSConnection) -> None:
        """The certificate is the peer's and counts now, also on a connection that has stood for long."""
        try:
            der = connection.sock.getpeercert(binary_form=True)
        except ValueError as error:
            # Cut off so early that the handshake never began.
            raise Away("つながった途端に切れました。") from error
        try:
            found = load_trust(self._home).check(der or b"", Use.LINE, at=real_now())
        except Untrusted as error:
            raise Away(
                f"相手方の証明書を信頼できません（{Reason(error.reason).label}）。"
            ) from None
        if found.party != self._peer:
            raise Away(f"つながった相手は {found.party} で、{self._peer} ではありません。")


def words_of(error: Exception) -> str:
    """Why a connection came to nothing, for people."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"相手方の証明書を信頼できません（{error.verify_message}）。"
    if isinstance(error, ssl.SSLError):
        if error.reason and "ALERT" in error.reason:
            return f"相手方がこちらの証明書を受け入れませんでした（{error.reason}）。"
        return f"TLS の手順が成り立ちませんでした（{error.reason or error}）。"
    if isinstance(error, ConnectionRefusedError):
        return "相手方が接続を受け付けていません。"
    if isinstance(error, TimeoutError | socket.timeout):
        return "相手方が時間内に応えませんでした。"
    if isinstance(error, HTTPException):
        return "応答の途中で切れたか、応答が読み取れません。"
    return f"途中で切れました（{getattr(error, 'strerror', None) or type(error).__name__}）。"
