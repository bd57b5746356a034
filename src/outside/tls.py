"""TLS 1.3 with certificates on both sides (相互認証), read again when a file changes."""

from __future__ import annotations

import ssl
from threading import Lock

from cryptography import x509

from outside.parties import Party
from outside.settings import Settings
from outside.trust import NotTrusted, Trust


class Contexts:
    """The contexts of one party, for its own port and for calling others."""

    def __init__(self, settings: Settings, party: Party) -> None:
        self._settings = settings
        self._files = [
            settings.authority,
            settings.revocations,
            settings.file(party, "tls.pem"),
            settings.file(party, "tls.key"),
        ]
        self._lock = Lock()
        self._read_at: tuple[int, ...] = ()
        self._server: ssl.SSLContext | None = None
        self._client: ssl.SSLContext | None = None

    def server(self) -> ssl.SSLContext:
        with self._lock:
            self._forget_old()
            if self._server is None:
                self._server = self._make(ssl.PROTOCOL_TLS_SERVER)
            return self._server

    def client(self) -> ssl.SSLContext:
        with self._lock:
            self._forget_old()
            if self._client is None:
                self._client = self._make(ssl.PROTOCOL_TLS_CLIENT)
            return self._client

    def _forget_old(self) -> None:
        read_at = tuple(path.stat().st_mtime_ns for path in self._files)
        if read_at != self._read_at:
            self._server = self._client = None
            self._read_at = read_at

    def _make(self, protocol: int) -> ssl.SSLContext:
        authority, revocations, certificate, key = self._files
        context = ssl.SSLContext(protocol)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.check_hostname = False  # a party is named by its URI, which the caller checks
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(authority)
        context.load_verify_locations(revocations)
        context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
        context.load_cert_chain(certificate, key)
        return context


def peer_of(connection: ssl.SSLSocket, trust: Trust) -> Party:
    """The party at the other end, as its certificate counts now. Raises `NotTrusted`."""
    der = connection.getpeercert(binary_form=True)
    if der is None:
        raise NotTrusted("証明書が示されていません")
    return trust.check_line(x509.load_der_x509_certificate(der))
