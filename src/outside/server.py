"""The doors (受付の口): one TLS 1.3 port per party, each connection in a thread of its own.

The standard library's server is enough here: this is no part of a town's installation, and the handshake must happen in
the connection's own thread, where a peer that stalls holds up nobody and one that fails is recorded with the reason.
"""

from __future__ import annotations

import logging
import socket
import ssl
from functools import partial
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from threading import BoundedSemaphore

from outside import carrier, codec
from outside.client import PATH, Caller
from outside.house import House
from outside.line import Cut, Response, receive, turn_away
from outside.parties import Party
from outside.signing import CERTIFICATE, DIGEST, SIGNATURE
from outside.tls import peer_of
from outside.trust import NotTrusted

MOST_CONNECTIONS = 200
HANDSHAKE_SECONDS = 10.0
IDLE_SECONDS = 120.0
log = logging.getLogger("outside")


class Door(ThreadingMixIn, TCPServer):
    """A party's port."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, house: House, caller: Caller, party: Party, listen: str) -> None:
        host, _, port = listen.rpartition(":")
        self.house = house
        self.caller = caller
        self.party = party
        self._room = BoundedSemaphore(MOST_CONNECTIONS)
        house.signer(party)  # a party without keys does not open
        house.contexts(party).server()
        super().__init__((host, int(port)), _Visit)

    @property
    def address(self) -> str:
        """Where it listens, with the port that was given when none was asked for."""
        host, port = self.socket.getsockname()[:2]
        return f"{host}:{port}"

    def finish_request(self, request: object, client_address: object) -> None:
        """Shake hands, and serve whoever showed a certificate that counts."""
        assert isinstance(request, socket.socket)
        assert isinstance(client_address, tuple)
        address = str(client_address[0])
        with self._room:
            request.settimeout(HANDSHAKE_SECONDS)
            request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                tls = (
                    self.house.contexts(self.party).server().wrap_socket(request, server_side=True)
                )
            except (ssl.SSLError, OSError) as error:
                turn_away(self.house, self.party, address, "", f"握手の失敗: {error}")
                return
            try:
                tls.settimeout(IDLE_SECONDS)
                _Visit(tls, client_address, self)
            finally:
                tls.close()

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002  # the server's own names
        """A connection that breaks is the peer's business; what else went wrong is logged."""
        log.exception("a connection ended in an error")


class _Visit(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "outside"
    sys_version = ""
    wbufsize = -1
    server: Door

    def do_POST(self) -> None:
        """One message."""
        try:
            response = self._taken()
        except Cut:
            self.close_connection = True
            return
        except Exception:
            log.exception("a message could not be handled")
            response = Response(503)
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.raw)))
        self.end_headers()
        self.wfile.write(response.raw)

    def _taken(self) -> Response:
        door, address = self.server, str(self.client_address[0])
        length = self.headers.get("Content-Length", "")
        if self.path != PATH or not (length.isascii() and length.isdigit()):
            self.close_connection = True
            return Response(404 if self.path != PATH else 411)
        if int(length) > codec.MOST_BYTES:
            self.close_connection = True
            return Response(413)
        raw = self.rfile.read(int(length))
        if len(raw) != int(length):
            raise Cut("the peer ended in the middle")
        try:
            assert isinstance(self.connection, ssl.SSLSocket)
            peer = peer_of(self.connection, door.house.trust)
        except NotTrusted as error:
            turn_away(door.house, door.party, address, "", str(error))
            self.close_connection = True
            return Response(403)
        headers = {
            name: self.headers[name]
            for name in (CERTIFICATE, SIGNATURE, DIGEST)
            if name in self.headers
        }
        carry = partial(carrier.carry, door.house, door.caller)
        return receive(
            door.house, door.party, raw, headers, peer=peer, address=address, carry=carry
        )

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Nothing: what was received stands in the database."""
