"""The ring of the vault wrapped by a key in a device: the file alone is of no use, and the numbers stay readable."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from click.testing import CliRunner

from daicho.foundation.key_provider.public import WRAP_PIN, make_wrapping_key
from daicho.foundation.vault import keys
from daicho.foundation.vault.domain.keys import KeyRing
from daicho.foundation.vault.public import NumberKind
from daicho.kernel.errors import Conflict, Unavailable
from daicho.operations.cli.keys import command
from daicho.operations.pki.tests.conftest import PIN, Token, make_token, said

CODE = NumberKind.RESIDENT_CODE


@pytest.fixture
def ring(home_with_pin: Path, monkeypatch: pytest.MonkeyPatch) -> KeyRing:
    """The ring of an installation before it was wrapped, with an old key in it."""
    monkeypatch.setenv("DAICHO_HOME", str(home_with_pin))
    keys.create(home_with_pin)
    keys.rotate_data_key(home_with_pin)
    return keys.load(home_with_pin)


def run(*arguments: str, typed: str = "") -> str:
    done = CliRunner().invoke(command, arguments, input=typed, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def wrap(token: Token, label: str = "ring") -> str:
    where = ("--module", token.module, "--token", token.name, "--label", label)
    return run("wrap", *where, "--create")


def written(ring: KeyRing) -> list[bytes]:
    """Every form in which a key of the ring could lie in a file."""
    found = [*ring.data.values(), *ring.lookup.values()]
    return [form for key in found for form in (key, base64.b64encode(key), key.hex().encode())]


@pytest.mark.proves("JUK-053")
def test_a_wrapped_ring_opens_through_the_device_and_its_file_alone_does_not(
    home_with_pin: Path, ring: KeyRing, token: Token
) -> None:
    lookup = ring.hash(CODE, "試験")
    sealed = ring.seal(CODE, "試験", lookup)
    said_then = wrap(token)

    assert keys.load(home_with_pin) == ring
    assert keys.load(home_with_pin).open(CODE, sealed, lookup, key_id=ring.active_data) == "試験"
    said_then += run("list") + run("uses")
    assert "装置の鍵 ring" in said_then
    assert "包みを開く" in said_then
    for path in (path for path in home_with_pin.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert [form for form in written(ring) if form in content] == [], path.name
    assert [form for form in written(ring) if form in said_then.encode()] == []

    keys.forget()
    (home_with_pin / WRAP_PIN).rename(home_with_pin / "pin-elsewhere")
    with said(Unavailable, "PIN)がありません"):
        keys.load(home_with_pin)


@pytest.mark.usefixtures("ring")
def test_another_device_does_not_open_it(home_with_pin: Path, token: Token, device: Path) -> None:
    wrap(token)
    other = make_token(device)
    make_wrapping_key(home_with_pin, other.address("ring"))
    path = keys.path_in(home_with_pin)
    path.write_text(path.read_text().replace(token.name, other.name))
    keys.forget()
    with said(Unavailable, "別の鍵で包まれた"):
        keys.load(home_with_pin)


def test_a_key_moved_to_another_use_does_not_open(
    home_with_pin: Path, ring: KeyRing, token: Token
) -> None:
    wrap(token)
    path = keys.path_in(home_with_pin)
    text = path.read_text()
    first, second = sorted(ring.data)
    path.write_text(text.replace(first, "x" * 8).replace(second, first).replace("x" * 8, second))
    keys.forget()
    with said(Unavailable, "包みを開けません"):
        keys.load(home_with_pin)


@pytest.mark.usefixtures("ring")
def test_a_rotated_key_is_wrapped_too_and_the_ring_can_be_laid_open_again(
    home_with_pin: Path, token: Token
) -> None:
    wrap(token)
    new = keys.rotate_data_key(home_with_pin)
    wrapped = keys.load(home_with_pin)
    assert wrapped.active_data == new
    assert '"key"' not in keys.path_in(home_with_pin).read_text()
    with said(Conflict, "既に装置の鍵で包まれています"):
        keys.wrap(home_with_pin, token.address("ring"))
    run("unwrap")
    assert keys.load(home_with_pin) == wrapped
    assert keys.wrapped_by(home_with_pin) is None
    with said(Conflict, "包まれていません"):
        keys.unwrap(home_with_pin)


def test_nothing_is_wrapped_when_the_device_has_no_such_key_or_the_pin_is_wrong(
    home_with_pin: Path, ring: KeyRing, token: Token
) -> None:
    before = keys.path_in(home_with_pin).read_bytes()
    with said(Unavailable, "鍵 nowhere が見つかりません"):
        keys.wrap(home_with_pin, token.address("nowhere"))
    (home_with_pin / WRAP_PIN).write_text("9999-9999\n")
    with said(Unavailable, "PinIncorrect"):
        keys.wrap(home_with_pin, token.address("ring"))
    assert keys.path_in(home_with_pin).read_bytes() == before
    assert keys.load(home_with_pin) == ring


def test_the_pin_is_asked_for_once_and_kept_in_secrets(
    home_with_pin: Path, ring: KeyRing, token: Token
) -> None:
    (home_with_pin / WRAP_PIN).unlink()
    where = ("--module", token.module, "--token", token.name, "--label", "ring")
    output = run("wrap", *where, "--create", typed=PIN + "\n")
    assert PIN not in output
    assert (home_with_pin / WRAP_PIN).stat().st_mode & 0o077 == 0
    assert keys.load(home_with_pin) == ring
