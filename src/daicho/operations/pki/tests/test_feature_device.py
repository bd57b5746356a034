"""Steps of specs/features/key_device.feature (鍵を守る装置, JUK-053)."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import pkcs11
import pytest
from pkcs11 import Attribute, KeyType, ObjectClass
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.foundation.key_provider import use_record
from daicho.foundation.key_provider.device_session import session_of
from daicho.foundation.key_provider.public import (
    load_wrapper,
    make_signing_key,
    make_wrapping_key,
    verifies,
)
from daicho.kernel.errors import DaichoError
from daicho.operations.pki.tests.conftest import PIN, Token
from daicho.operations.pki.tests.test_device import SAID, objects, this_month

scenarios(str(Path(__file__).parents[5] / "specs/features/key_device.feature"))


@dataclass
class Held:
    """What the scenario has made, and how the device answered."""

    key: object = None
    label: str = ""
    kind: ObjectClass = ObjectClass.PRIVATE_KEY
    secret: bytes = field(default_factory=lambda: os.urandom(32))
    wrapped: bytes = b""
    refusals: list[Exception] = field(default_factory=list)


@pytest.fixture
def held() -> Held:
    return Held()


@given("PINで使う装置がある")
def _(token: Token, home_with_pin: Path) -> None:
    assert token.folder.is_dir()
    assert home_with_pin.is_dir()


@when("署名の鍵を装置に作る")
def _(held: Held, token: Token, home_with_pin: Path) -> None:
    held.label, held.kind = "lines", ObjectClass.PRIVATE_KEY
    held.key = make_signing_key(home_with_pin, token.address("lines"), ed25519=False)


@then("装置は電文に署名し、その署名は公開鍵で確かめられる")
def _(held: Held) -> None:
    signed = held.key.sign(SAID)  # type: ignore[attr-defined]  # a key of the device
    assert verifies(held.key.public_key, signed, SAID)  # type: ignore[attr-defined]
    assert not verifies(held.key.public_key, signed, SAID + b"!")  # type: ignore[attr-defined]


@when("包みの鍵を装置に作り、合言葉を包む")
def _(held: Held, token: Token, home_with_pin: Path) -> None:
    held.label, held.kind = "ring", ObjectClass.SECRET_KEY
    make_wrapping_key(home_with_pin, token.address("ring"))
    wrapper = load_wrapper(home_with_pin, address=token.address("ring"))
    held.wrapped = wrapper.wrap(held.secret, bound_to="data/1")
    assert held.secret not in held.wrapped


@then("包みは装置で開き、元の合言葉に戻る")
def _(held: Held, token: Token, home_with_pin: Path) -> None:
    wrapper = load_wrapper(home_with_pin, address=token.address("ring"))
    assert wrapper.unwrap(held.wrapped, bound_to="data/1") == held.secret


@when("装置から署名の鍵を取り出そうとする")
@when("装置から包みの鍵を取り出そうとする")
def _(held: Held, token: Token) -> None:
    """Read it, have it wrapped by another key, and make it one that may be taken out."""
    (inside,) = objects(token, held.label, held.kind)
    session = session_of(token.address(held.label), pin=PIN)._held
    taker = session.generate_key(KeyType.AES, 256, store=False)
    ways = (
        lambda: inside[Attribute.VALUE],
        lambda: taker.wrap_key(inside),
        lambda: inside.__setitem__(Attribute.EXTRACTABLE, True),
    )
    for way in ways:
        try:
            way()
        except pkcs11.PKCS11Error as error:
            held.refusals.append(error)


@then("装置は断る")
def _(held: Held) -> None:
    assert len(held.refusals) == 3


@then(parsers.parse("使用の記録に、署名が{count:d}回ある"))
def _(home_with_pin: Path, count: int) -> None:
    found = [each for each in use_record.uses(home_with_pin, this_month()) if each.act == "sign"]
    assert [(each.provider, each.times) for each in found] == [("pkcs11", count)]


@then("設定と記録のどのファイルにも鍵はない")
def _(home_with_pin: Path) -> None:
    files = [path for path in home_with_pin.rglob("*") if path.is_file()]
    assert files
    assert not [path.name for path in files if b"PRIVATE KEY" in path.read_bytes()]
    assert not (home_with_pin / "secrets/lines-sign.key").exists()


@given("取り出せる設定の鍵が装置にある")
def _(token: Token) -> None:
    loose = {Attribute.EXTRACTABLE: True, Attribute.SENSITIVE: False}
    with session_of(token.address("loose"), pin=PIN)._held.token.open(rw=True) as session:
        session.generate_key(KeyType.AES, 256, label="loose", store=True, template=loose)


@when("その鍵を使おうとする")
def _(held: Held, token: Token, home_with_pin: Path) -> None:
    try:
        load_wrapper(home_with_pin, address=token.address("loose"))
    except DaichoError as error:
        held.refusals.append(error)


@then(parsers.parse("「{words}」の鍵であるとして断られる"))
def _(held: Held, words: str) -> None:
    (refusal,) = held.refusals
    assert isinstance(refusal, DaichoError)
    assert words in refusal.message
