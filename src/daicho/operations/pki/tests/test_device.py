"""Keys in a device (耐タンパー装置): they sign and unwrap, and nobody gets them out; what is away is said in words."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path

import pkcs11
import pytest
from pkcs11 import Attribute, KeyType, ObjectClass

from daicho.foundation.key_provider import device as device_module
from daicho.foundation.key_provider import use_record
from daicho.foundation.key_provider.device_session import session_of
from daicho.foundation.key_provider.public import (
    SIGN_DEVICE,
    SIGN_PIN,
    KeyAddress,
    load_signer,
    load_wrapper,
    make_signing_key,
    make_wrapping_key,
    open_signing_key,
    verifies,
)
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Conflict, Unavailable
from daicho.operations.pki import applying
from daicho.operations.pki.authority import Authority
from daicho.operations.pki.issuing import issue
from daicho.operations.pki.places import daicho_place
from daicho.operations.pki.requests import read_request
from daicho.operations.pki.tests.conftest import PIN, TOWN, Token, make_token, said

SAID = "電文".encode()


def objects(token: Token, label: str, kind: ObjectClass) -> list[pkcs11.Object]:
    held = session_of(token.address(label), pin=PIN)._held
    return list(held.get_objects({Attribute.CLASS: kind, Attribute.LABEL: label}))


def this_month() -> str:
    return f"{real_now().astimezone(TOKYO):%Y-%m}"


@pytest.mark.proves("JUK-053")
@pytest.mark.parametrize("ed25519", [False, True])
def test_a_signing_key_signs_in_the_device_and_is_refused_to_whoever_wants_it(
    token: Token, home_with_pin: Path, ed25519: bool
) -> None:
    key = make_signing_key(home_with_pin, token.address("lines"), ed25519=ed25519)
    assert verifies(key.public_key, key.sign(SAID), SAID)
    assert not verifies(key.public_key, key.sign(SAID), SAID + b"!")

    (inside,) = objects(token, "lines", ObjectClass.PRIVATE_KEY)
    with pytest.raises(pkcs11.AttributeSensitive):
        inside[Attribute.VALUE]
    held = session_of(token.address("lines"), pin=PIN)._held
    taker = held.generate_key(KeyType.AES, 256, store=False)
    with pytest.raises(pkcs11.KeyUnextractable):
        taker.wrap_key(inside)
    for part, wanted in ((Attribute.EXTRACTABLE, True), (Attribute.SENSITIVE, False)):
        with pytest.raises(pkcs11.PKCS11Error):
            inside[part] = wanted
    assert inside[Attribute.NEVER_EXTRACTABLE]
    assert inside[Attribute.ALWAYS_SENSITIVE]


@pytest.mark.proves("JUK-053")
def test_a_wrapping_key_wraps_and_unwraps_in_the_device_and_is_refused_to_whoever_wants_it(
    token: Token, home_with_pin: Path
) -> None:
    make_wrapping_key(home_with_pin, token.address("ring"))
    wrapper = load_wrapper(home_with_pin, address=token.address("ring"))
    secret = os.urandom(32)
    wrapped = wrapper.wrap(secret, bound_to="data/1")
    assert secret not in wrapped
    assert wrapper.unwrap(wrapped, bound_to="data/1") == secret
    for damaged, use in ((wrapped[:-1] + bytes([wrapped[-1] ^ 1]), "data/1"), (wrapped, "data/2")):
        with said(Unavailable, "包みを開けません"):
            wrapper.unwrap(damaged, bound_to=use)

    (inside,) = objects(token, "ring", ObjectClass.SECRET_KEY)
    with pytest.raises(pkcs11.AttributeSensitive):
        inside[Attribute.VALUE]
    held = session_of(token.address("ring"), pin=PIN)._held
    with pytest.raises(pkcs11.PKCS11Error):
        held.generate_key(KeyType.AES, 256, store=False).wrap_key(inside)


@pytest.mark.proves("JUK-053")
def test_every_use_is_counted_and_neither_settings_nor_record_have_a_key_in_them(
    token: Token, home_with_pin: Path, authority: Authority
) -> None:
    place = daicho_place(home_with_pin)
    request = applying.apply_with_device(TOWN, place, token.address("lines"))
    wanted = read_request(request.read_bytes())
    applying.accept(issue(authority, wanted.party, wanted.use, wanted.key), place)
    signer = load_signer(home_with_pin)
    for _ in range(3):
        assert verifies(signer.public_key, signer.sign(SAID), SAID)

    found = [each for each in use_record.uses(home_with_pin, this_month()) if each.act == "sign"]
    # The request was signed by the same key.
    assert sum(each.times for each in found) == 4
    assert {(each.provider, each.state) for each in found} == {("pkcs11", "done")}
    told = json.loads((home_with_pin / SIGN_DEVICE).read_text())
    assert told == asdict(token.address("lines"))
    files = [path for path in home_with_pin.rglob("*") if path.is_file()]
    assert not (home_with_pin / "secrets/lines-sign.key").exists()
    assert [path.name for path in files if b"PRIVATE KEY" in path.read_bytes()] == []
    told_pins = {path.name for path in files if PIN.encode() in path.read_bytes()}
    assert told_pins == {"lines-sign.pin", "vault-wrap.pin"}


@pytest.mark.proves("JUK-053")
def test_a_key_that_could_be_taken_out_is_not_used(token: Token, home_with_pin: Path) -> None:
    loose = {Attribute.EXTRACTABLE: True, Attribute.SENSITIVE: False}
    session = session_of(token.address("loose"), pin=PIN)
    with session._held.token.open(rw=True) as held:
        held.generate_key(KeyType.AES, 256, label="loose", store=True, template=loose)
    with said(Unavailable, "取り出せる設定"):
        load_wrapper(home_with_pin, address=token.address("loose"))


def test_a_label_is_given_once(token: Token, home_with_pin: Path) -> None:
    make_signing_key(home_with_pin, token.address("lines"))
    make_wrapping_key(home_with_pin, token.address("ring"))
    with said(Conflict, "既に鍵 lines"):
        make_signing_key(home_with_pin, token.address("lines"))
    with said(Conflict, "既に鍵 ring"):
        make_wrapping_key(home_with_pin, token.address("ring"))
    assert len(objects(token, "lines", ObjectClass.PRIVATE_KEY)) == 1
    assert len(objects(token, "ring", ObjectClass.SECRET_KEY)) == 1


def test_what_is_missing_is_said_and_nothing_is_made(token: Token, home_with_pin: Path) -> None:
    address = token.address("lines")
    with said(Unavailable, "鍵 lines が見つかりません"):
        open_signing_key(home_with_pin, address)
    with said(Unavailable, "鍵 lines が見つかりません"):
        load_wrapper(home_with_pin, address=address)
    assert objects(token, "lines", ObjectClass.PRIVATE_KEY) == []
    elsewhere = KeyAddress("pkcs11", token.module, "no-such-token", "lines")
    with said(Unavailable, "no-such-token という名の装置が、ない"):
        open_signing_key(home_with_pin, elsewhere)
    nothing = KeyAddress("pkcs11", "/no/such/library.so", token.name, "lines")
    with said(Unavailable, "ライブラリーを使えません"):
        open_signing_key(home_with_pin, nothing)
    (home_with_pin / SIGN_PIN).unlink()
    with said(Unavailable, "PIN)がありません"):
        open_signing_key(home_with_pin, address)


def test_a_wrong_pin_is_tried_once(
    device: Path, home_with_pin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = make_token(device)
    (home_with_pin / SIGN_PIN).write_text("0000-0000\n")
    with said(Unavailable, "PinIncorrect"):
        open_signing_key(home_with_pin, token.address("lines"))
    tried = []
    monkeypatch.setattr(pkcs11.Token, "open", lambda *_a, **_n: tried.append(1), raising=False)
    with said(Unavailable, "装置には尋ねていません"):
        open_signing_key(home_with_pin, token.address("lines"))
    assert tried == []
    monkeypatch.undo()
    (home_with_pin / SIGN_PIN).write_text(PIN + "\n")
    assert make_signing_key(home_with_pin, token.address("lines")).sign(SAID)


def test_a_pin_that_others_may_read_is_not_used(token: Token, home_with_pin: Path) -> None:
    (home_with_pin / SIGN_PIN).chmod(0o640)
    with said(Unavailable, "他の利用者が読める"):
        open_signing_key(home_with_pin, token.address("lines"))


def test_a_device_that_goes_away_is_said_and_used_again_when_it_is_back(
    token: Token, home_with_pin: Path
) -> None:
    key = make_signing_key(home_with_pin, token.address("lines"))
    assert key.sign(SAID)
    away = token.folder.with_name("away")
    token.folder.rename(away)
    try:
        with pytest.raises(Unavailable):
            key.sign(SAID)
        assert list(home_with_pin.glob("secrets/*.key")) == []
    finally:
        shutil.rmtree(token.folder, ignore_errors=True)
        away.rename(token.folder)
    assert verifies(key.public_key, key.sign(SAID), SAID)
    states = {each.state: each.times for each in use_record.uses(home_with_pin, this_month())}
    assert states == {"done": 2, "failed": 1}


def test_a_forked_process_opens_a_session_of_its_own(token: Token, home_with_pin: Path) -> None:
    key = make_signing_key(home_with_pin, token.address("lines"))
    assert key.sign(SAID)
    child = os.fork()
    if child == 0:
        # Whatever happens, the child must not run the rest of the tests.
        is_good = False
        try:
            is_good = verifies(key.public_key, key.sign(SAID), SAID)
        finally:
            os._exit(0 if is_good else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert verifies(key.public_key, key.sign(SAID), SAID)


def test_a_public_key_of_another_kind_is_refused(token: Token) -> None:
    session = session_of(token.address("wide"), pin=PIN)
    with session._held.token.open(rw=True) as held:
        curve = {Attribute.EC_PARAMS: pkcs11.util.ec.encode_named_curve_parameters("secp384r1")}
        made = held.create_domain_parameters(KeyType.EC, curve, local=True)
        made.generate_keypair(label="wide", store=True)
    with said(Unavailable, "P-256 でも Ed25519 でもありません"):
        device_module.signing_key(token.address("wide"), pin=PIN)
