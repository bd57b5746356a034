"""A small OpenID Connect provider on loopback: real keys, real signatures, and every way of going wrong."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode
from wsgiref.simple_server import WSGIRequestHandler, make_server

from joserfc import jwt
from joserfc.jwk import RSAKey

from daicho.kernel.clock import real_now

CLIENT = "daicho"
SECRET = "himitsu-no-aikotoba"


@dataclass(slots=True)
class Provider:
    """Who signs in there, what its tokens say, and how it misbehaves."""

    address: str = ""
    subject: str = "person-1"
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first"}))
    published: list[RSAKey] = field(default_factory=list)
    claims: dict[str, Any] = field(default_factory=dict)  # Any: JSON
    dropped: tuple[str, ...] = ()
    named: str = ""
    down: bool = False
    unsigned: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def rotate(self, name: str) -> None:
        """Sign with a new key, and publish that alone."""
        self.key = RSAKey.generate_key(2048, {"kid": name})
        self.published = []

    def answer(self, url: str, *, state: str = "") -> str:
        """What a browser brings back: the query of the return address. Checks what was asked."""
        query = {k: v[0] for k, v in parse_qs(url.partition("?")[2]).items()}
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert "openid" in query["scope"].split()
        assert query["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return urlencode({"code": code, "state": state or query["state"]})

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:  # Any: WSGI
        if self.down:
            start("503 Service Unavailable", [])
            return [b""]
        path = environ["PATH_INFO"]
        body: dict[str, Any] | None = None
        if path == "/.well-known/openid-configuration":
            body = dict(self._description())
        elif path == "/keys":
            body = {"keys": [key.as_dict(private=False) for key in self._shown()]}
        elif path == "/token":
            body = self._token(environ)
        start("200 OK" if body else "400 Bad Request", [("Content-Type", "application/json")])
        return [json.dumps(body or {"error": "invalid_grant"}).encode()]

    def _shown(self) -> list[RSAKey]:
        return self.published or [self.key]

    def _description(self) -> dict[str, str]:
        return {
            "issuer": self.named or self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
        }

    def _token(self, environ: dict[str, Any]) -> dict[str, Any] | None:  # Any: WSGI
        size = int(environ.get("CONTENT_LENGTH") or 0)
        form = {k: v[0] for k, v in parse_qs(environ["wsgi.input"].read(size).decode()).items()}
        pair = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        fits = asked is not None and asked["code_challenge"].rstrip("=") == challenge
        if environ.get("HTTP_AUTHORIZATION") != f"Basic {pair}" or not fits:
            self.refused.append(form.get("code", ""))
            return None
        assert asked is not None
        now = int(real_now().timestamp())
        claims = {
            "iss": self.address,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        } | self.claims
        claims = {name: value for name, value in claims.items() if name not in self.dropped}
        return {"access_token": "a", "token_type": "Bearer", "id_token": self._signed(claims)}

    def _signed(self, claims: dict[str, Any]) -> str:  # Any: JSON
        if self.unsigned:
            parts = ({"alg": "none"}, claims)
            texts = [base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in parts]
            return b".".join([*texts, b""]).decode()
        header = {"alg": "RS256", "kid": self.key.kid}
        return str(jwt.encode(header, claims, self.key))


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_given: object) -> None:
        """Nothing is said of a test's requests."""


@contextmanager
def serving() -> Iterator[Provider]:
    """A provider that answers on loopback until the end."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider, handler_class=_Quiet)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
