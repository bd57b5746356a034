"""Server (入口): TLS 1.3 with certificates on both sides; whoever fails to show a good one is written down.

cheroot serves. What is ours: the handshake runs in the worker's thread with a limit (a slow peer holds no other back),
its failure has a reason, the peer's party is known to the code, and a request has a limit of time as a whole.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from io import DEFAULT_BUFFER_SIZE
from pathlib import Path
from socket import SHUT_RDWR, socket
from threading import Lock
from typing import Any, Final

import structlog
from cheroot.errors import FatalSSLAlert
from cheroot.makefile import MakeFile
from cheroot.server import HTTPConnection
from cheroot.ssl import Adapter
from cheroot.wsgi import Server
from django.db import DatabaseError, InterfaceError, connection

from daicho.foundation.lines.adapters.credentials import load_trust, server_context
from daicho.foundation.lines.domain.configuration import LineSettings
from daicho.foundation.lines.domain.door import Reason, TurnedAway
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.trust import Untrusted, Use
from daicho.foundation.lines.envelopes import MOST_BYTES
from daicho.kernel.clock import real_now
from daicho.kernel.errors import DaichoError, Unavailable

log = structlog.get_logger(__name__)
THREADS: Final = 12
HANDSHAKE_SECONDS: Final = 5.0
REQUEST_SECONDS: Final = 20.0
IDLE_SECONDS: Final = 60
_CONNECTION: Final = "daicho.connection"
_STATUS: Final = {
    400: "400 Bad Request",
    403: "403 Forbidden",
    404: "404 Not Found",
    405: "405 Method Not Allowed",
    409: "409 Conflict",
    411: "411 Length Required",
    413: "413 Content Too Large",
    503: "503 Service Unavailable",
}
# How OpenSSL says why it does not believe a certificate (X509_V_ERR_…), and why a handshake failed.
_VERIFY: Final = {
    3: Reason.NO_LIST,
    9: Reason.EARLY,
    10: Reason.EXPIRED,
    12: Reason.OLD_LIST,
    23: Reason.REVOKED,
    26: Reason.WRONG_USE,
}
_FAILURES: Final = {
    "HTTP_REQUEST": Reason.PLAIN,
    "PEER_DID_NOT_RETURN_A_CERTIFICATE": Reason.NO_CERTIFICATE,
    "UNSUPPORTED_PROTOCOL": Reason.OLD_TLS,
    "UNEXPECTED_EOF_WHILE_READING": Reason.BROKEN_OFF,
}


# What is done with a request: its bytes, our headers, the party and the address it came from; the answer and its headers.
Taker = Callable[[bytes, Mapping[str, str], Party, str], tuple[bytes, Mapping[str, str]]]


class LineAdapter(Adapter):
    """Wraps a socket without waiting for the peer: the handshake is the connection's own."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def bind(self, sock: socket) -> socket:
        return sock

    def wrap(self, sock: socket) -> tuple[ssl.SSLSocket, dict[str, Any]]:
        try:
            context = server_context(self._home)
        except Unavailable as error:
            log.exception("lines.own_credentials")
            raise FatalSSLAlert(error.what) from error
        return context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False), {}

    def get_environ(self) -> dict[str, Any]:
        return {}

    def makefile(self, sock: socket, mode: str = "r", bufsize: int = DEFAULT_BUFFER_SIZE) -> Any:
        return MakeFile(sock, mode, bufsize)


class Watch:
    """Ends what a peer takes too long to say: the whole of a handshake and a request, not each part of it."""

    def __init__(self) -> None:
        self._due: dict[LineConnection, float] = {}
        self._lock = Lock()

    def begin(self, watched: LineConnection, seconds: float) -> None:
        with self._lock:
            self._due[watched] = time.monotonic() + seconds

    def end(self, watched: LineConnection) -> bool:
        """Stop watching; False when it was over before."""
        with self._lock:
            return self._due.pop(watched, None) is not None

    def look(self) -> None:
        """Close what is overdue; called once a second."""
        now = time.monotonic()
        with self._lock:
            late = [each for each, due in self._due.items() if due <= now]
            for each in late:
                del self._due[each]
        for each in late:
            each.break_off()


class LineConnection(HTTPConnection):
    """A connection of a peer; it says nothing to anybody before its handshake has succeeded."""

    server: LineServer
    greeted = False

    def communicate(self) -> bool:
        watch = self.server.watch
        if not self.greeted:
            watch.begin(self, HANDSHAKE_SECONDS)
            self.greeted = self._greet()
            watch.end(self)
            self.ssl_env = {_CONNECTION: self}
            # What it has to say is waited for in the selector, not in this thread.
            return self.greeted
        watch.begin(self, REQUEST_SECONDS)
        try:
            return bool(super().communicate())  # type: ignore[no-untyped-call]
        finally:
            watch.end(self)

    def break_off(self) -> None:
        self.server.note(self.remote_addr, TurnedAway(Reason.SLOW))
        try:
            # The thread that reads from it wakes up and closes it.
            socket.shutdown(self.socket, SHUT_RDWR)
        except OSError:
            log.info("lines.gone_already", address=self.remote_addr)

    def heard(self) -> bool:
        """The request has been read: what follows is our own time. False when the peer was too slow."""
        return self.server.watch.end(self)

    def peer(self) -> Party:
        """The party of the TLS certificate, as it counts at this moment. Raises `TurnedAway`."""
        der = self.socket.getpeercert(binary_form=True)
        try:
            trust = load_trust(self.server.home)
            return trust.check(der or b"", Use.LINE, at=real_now()).party
        except Untrusted as error:
            raise TurnedAway(Reason(error.reason), claimed=error.claimed) from None

    def _greet(self) -> bool:
        server, address = self.server, str(self.remote_addr)
        expected = server.lines.expects(address)
        if not expected:
            server.note(address, TurnedAway(Reason.UNREGISTERED))
        try:
            self.socket.settimeout(HANDSHAKE_SECONDS)
            self.socket.do_handshake()
            self.socket.settimeout(REQUEST_SECONDS)
        except OSError as error:
            reason = reason_of(error)
            # One of ours that connects and goes (a check whether the port is open) wants nothing.
            if reason is not Reason.BROKEN_OFF or not expected:
                server.note(address, TurnedAway(reason))
            return False
        return True


class LineServer(Server):
    """The door of one party: `takers` by their path, and who writes down what is turned away (with its address)."""

    ConnectionClass = LineConnection

    def __init__(
        self,
        home: Path,
        lines: LineSettings,
        *,
        takers: Mapping[str, Taker],
        note: Callable[[TurnedAway, str], None],
    ) -> None:
        self.home, self.lines, self.watch = home, lines, Watch()
        self._takers, self._note = takers, note
        super().__init__(
            (lines.listen.host, lines.listen.port),
            self.answer,
            numthreads=THREADS,
            max=THREADS,
            server_name="daicho",
            request_queue_size=128,
            timeout=IDLE_SECONDS,
            shutdown_timeout=20,
            accepted_queue_size=200,
            accepted_queue_timeout=1,
        )
        self.ssl_adapter = LineAdapter(home)
        self.max_request_body_size = MOST_BYTES
        self.max_request_header_size = 32 * 1024
        self.keep_alive_conn_limit = 200

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:
        log.log(level, "lines.server", said=msg, exc_info=traceback)

    def note(self, address: str | None, found: TurnedAway) -> None:
        self._note(found, address or "")

    def answer(
        self, environ: dict[str, Any], start: Callable[[str, list[tuple[str, str]]], object]
    ) -> Iterable[bytes]:
        """One request."""
        try:
            status, body, headers = self._answer(environ)
        except (TurnedAway, DaichoError, DatabaseError, InterfaceError) as error:
            status, body, headers = status_of(error), b"", {}
        told = [*headers.items(), ("Content-Length", str(len(body)))]
        start(_STATUS.get(status, "200 OK"), [("Content-Type", "application/json"), *told])
        return [body]

    def _answer(self, environ: dict[str, Any]) -> tuple[int, bytes, Mapping[str, str]]:
        peer_connection = connection_of(environ)
        length = environ.get("CONTENT_LENGTH", "")
        taker = self._takers.get(environ["PATH_INFO"])
        if taker is None:
            return 404, b"", {}
        if environ["REQUEST_METHOD"] != "POST":
            return 405, b"", {}
        if not length.isdecimal():
            return 411, b"", {}
        raw = environ["wsgi.input"].read(int(length))
        if not peer_connection.heard() or len(raw) != int(length):
            return 400, b"", {}
        address = str(peer_connection.remote_addr)
        try:
            peer = peer_connection.peer()
        except TurnedAway as found:
            self.note(address, found)
            raise
        given = {
            name[5:].replace("_", "-"): value
            for name, value in environ.items()
            if name.startswith("HTTP_DAICHO_")
        }
        body, headers = taker(raw, given, peer, address)
        return 200, body, headers


def status_of(error: Exception) -> int:
    """What a request or a message is answered that came to nothing; a database that failed is connected to anew."""
    if isinstance(error, TurnedAway):
        return error.status
    if isinstance(error, DaichoError):
        log.warning("lines.not_now", code=error.reason_code, words=error.message)
    else:
        log.error("lines.database", exc_info=error)
        connection.close()
    return 503


def connection_of(environ: Mapping[str, Any]) -> LineConnection:
    """The connection on which a request came."""
    found: LineConnection = environ[_CONNECTION]
    return found


def reason_of(error: OSError) -> Reason:
    """Why a handshake failed."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _VERIFY.get(error.verify_code, Reason.FOREIGN)
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        return _FAILURES.get(error.reason or "", Reason.HANDSHAKE)
    return Reason.SLOW if isinstance(error, TimeoutError) else Reason.BROKEN_OFF
