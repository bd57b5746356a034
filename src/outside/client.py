"""The calling side of a line (送信の口): one POST over TLS 1.3 to a party whose certificate says who it is."""

from __future__ import annotations

import http.client
import ssl
import threading
from collections.abc import Mapping

from outside.house import House
from outside.line import Response
from outside.parties import Party
from outside.signing import CERTIFICATE, DIGEST, SIGNATURE
from outside.tls import peer_of
from outside.trust import NotTrusted

PATH = "/lines/2026.1/messages"
SECONDS = 30.0
_HEADERS = (CERTIFICATE, SIGNATURE, DIGEST)


class Away(Exception):
    """The other end cannot be reached, or is not who it should be."""


class Caller:
    """Calls others as the parties of this house; keeps a connection per thread, party and address."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._kept = threading.local()

    def post(
        self, speaker: Party, peer: Party, address: str, raw: bytes, headers: Mapping[str, str]
    ) -> Response:
        """Post these bytes as `speaker` to `peer`; returns whatever status came back. Raises `Away`."""
        key = (speaker, peer, address)
        connections = self._connections()
        for attempt in (1, 2):
            kept = connections.pop(key, None)
            try:
                connection = kept or self._connect(speaker, peer, address)
                response = _exchange(connection, raw, headers)
            except (OSError, http.client.HTTPException, NotTrusted) as error:
                if kept is None or attempt == 2:
                    raise Away(f"{peer}: {error}") from error
                continue  # a connection that had stood too long: once more on a new one
            connections[key] = connection
            return response
        raise AssertionError("unreachable")

    def _connections(self) -> dict[tuple[Party, Party, str], http.client.HTTPSConnection]:
        if not hasattr(self._kept, "connections"):
            self._kept.connections = {}
        kept: dict[tuple[Party, Party, str], http.client.HTTPSConnection] = self._kept.connections
        return kept

    def _connect(self, speaker: Party, peer: Party, address: str) -> http.client.HTTPSConnection:
        host, _, port = address.rpartition(":")
        connection = http.client.HTTPSConnection(
            host, int(port), context=self._house.contexts(speaker).client(), timeout=SECONDS
        )
        connection.connect()
        assert isinstance(connection.sock, ssl.SSLSocket)
        found = peer_of(connection.sock, self._house.trust)
        if found != peer:
            connection.close()
            raise NotTrusted(f"{found} が応答しました")
        return connection


def _exchange(
    connection: http.client.HTTPSConnection, raw: bytes, headers: Mapping[str, str]
) -> Response:
    connection.request(
        "POST", PATH, body=raw, headers={**headers, "Content-Type": "application/json"}
    )
    response = connection.getresponse()
    body = response.read()
    told = {name: response.headers[name] for name in _HEADERS if name in response.headers}
    return Response(response.status, body, told)
