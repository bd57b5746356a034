"""Sign-on (シングルサインオン, STD-10.3): the town's identity provider says who somebody is, by OpenID Connect.

The code flow with PKCE, state and nonce. Nothing of the provider is kept from one sign-in to the next: its description
and keys are read anew each time, so that changed keys need nothing here. What it says is believed only of a person whom
管理 has bound to an account; the second factor and the enrolled terminal stay ours.
"""

from __future__ import annotations

import base64
import json
import secrets
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.error import URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from daicho.kernel.clock import real_now
from daicho.kernel.errors import Refused, Unavailable

TIMEOUT_SECONDS: Final = 5.0
MOST_BYTES: Final = 500_000
LEEWAY_SECONDS: Final = 60
# A token of these is proved by the provider's public key; a shared secret or none at all proves nothing.
ALGORITHMS: Final = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Provider:
    """The town's provider, and as whom it knows us; without a secret we prove ourselves by PKCE alone."""

    issuer: str
    client: str
    secret: str
    back_url: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where to send the person, and what the answer must fit."""

    url: str
    state: str
    nonce: str
    verifier: str


def begin_sign_on(provider: Provider) -> Beginning:
    """Prepare one sign-in. `Unavailable` where the provider does not answer."""
    described = _described(provider)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    asked = {
        "response_type": "code",
        "client_id": provider.client,
        "redirect_uri": provider.back_url,
        "scope": "openid",
        "state": state,
        "nonce": nonce,
        "code_challenge": create_s256_code_challenge(verifier),
        "code_challenge_method": "S256",
    }
    address = _endpoint(described, "authorization_endpoint")
    joint = "&" if urlsplit(address).query else "?"
    return Beginning(f"{address}{joint}{urlencode(asked)}", state, nonce, verifier)


def subject_of(provider: Provider, *, code: str, nonce: str, verifier: str) -> str:
    """Exchange the code and prove the identity token; gives its subject.

    `Unavailable` where the provider does not answer as it should, `Refused` for a token that proves nothing.
    """
    described = _described(provider)
    answer = _fetch(
        _endpoint(described, "token_endpoint"),
        form={
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": provider.back_url,
            "client_id": provider.client,
            "code_verifier": verifier,
        },
        provider=provider,
    )
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise unanswered("トークンが返されませんでした")
    keys = _fetch(_endpoint(described, "jwks_uri"))
    return _proved(provider, token, keys, nonce=nonce, access_token=answer.get("access_token"))


def unanswered(why: str) -> Unavailable:
    """The provider cannot be used now."""
    return Unavailable(
        "シングルサインオンが使えません。",
        why=f"認証の仕組み（庁内の認証基盤）との間で、{why}。",
        remedy="しばらくしてやり直すか、パスワードでログインしてください。続くときは管理担当に連絡してください。",
        code="sign_on.unavailable",
    )


def unproved(why: str) -> Refused:
    """What came back does not prove who somebody is."""
    return Refused(
        "シングルサインオンでログインできませんでした。",
        why=why,
        remedy="ログインの画面からやり直してください。続くときは管理担当に連絡してください。",
        code="sign_on.refused",
    )


def _proved(
    provider: Provider,
    token: str,
    keys: Mapping[str, Any],  # Any: JSON
    *,
    nonce: str,
    access_token: object,
) -> str:
    try:
        opened = jwt.decode(
            token,
            key=KeySet.import_key_set(dict(keys)),  # type: ignore[arg-type]  # checked by the library
            registry=JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False),
        )
        claims = CodeIDToken(
            opened.claims,
            opened.header,
            {
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client},
                "sub": {"essential": True},
            },
            {"nonce": nonce, "client_id": provider.client, "access_token": access_token},
        )
        claims.validate(now=int(real_now().timestamp()), leeway=LEEWAY_SECONDS)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise unproved("認証の仕組みから届いた証明が、正しくないか期限切れです。") from error
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise unproved("認証の仕組みから届いた証明に、利用者の識別子がありません。")
    return subject


def _described(provider: Provider) -> Mapping[str, Any]:  # Any: JSON
    found = _fetch(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer:
        raise unanswered("設定した発行者と名乗りが違いました")
    return found


def _endpoint(described: Mapping[str, Any], name: str) -> str:  # Any: JSON
    address = described.get(name)
    if not isinstance(address, str):
        raise unanswered("必要な口が示されていませんでした")
    _check_safe(address)
    return address


def _check_safe(address: str) -> None:
    parts = urlsplit(address)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not safe or not parts.hostname:
        raise unanswered("暗号化されていない通信を求められました")


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_given: object, **_named: object) -> None:
        """Follow nowhere: a code or a secret goes to the address that was named, or not at all."""


def _fetch(
    address: str, *, form: Mapping[str, str] | None = None, provider: Provider | None = None
) -> Mapping[str, Any]:  # Any: JSON
    _check_safe(address)
    headers = {"Accept": "application/json"}
    if provider is not None and provider.secret:
        pair = f"{quote(provider.client, safe='')}:{quote(provider.secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    data = urlencode(form).encode() if form is not None else None
    opener = build_opener(_NoRedirect, HTTPSHandler(context=ssl.create_default_context()))
    try:
        # The scheme was checked above.
        with opener.open(
            Request(address, data=data, headers=headers), timeout=TIMEOUT_SECONDS
        ) as answer:
            text = answer.read(MOST_BYTES + 1)
        found = json.loads(text) if len(text) <= MOST_BYTES else None
    except (URLError, OSError, ValueError) as error:
        raise unanswered("応答がないか、断られました") from error
    if not isinstance(found, dict):
        raise unanswered("応答が読み取れませんでした")
    return found
