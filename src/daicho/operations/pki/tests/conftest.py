"""An authority of a test's own, parties under it, and a token in SoftHSM2 in place of a tamper-resistant device."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from daicho.foundation.key_provider.public import SIGN_PIN, WRAP_PIN, KeyAddress
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.errors import DaichoError
from daicho.operations.machine import need_softhsm
from daicho.operations.pki.authority import Authority, create_authority

TOWN = Party("072010", "municipal_cs")
PREFECTURE = Party("070009", "prefecture")
PIN = "2468-1357"


@contextmanager
def said(kind: type[DaichoError], words: str) -> Iterator[None]:
    """An error is raised whose message has these words."""
    with pytest.raises(kind) as caught:
        yield
    assert words in caught.value.message


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return create_authority(tmp_path / "pki")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of a party that has nothing yet."""
    made = tmp_path / "town"
    (made / "secrets").mkdir(parents=True, mode=0o700)
    (made / "lines").mkdir(mode=0o700)
    return made


@dataclass(frozen=True)
class Token:
    """A token of SoftHSM2: where it is, and the folder in which the device keeps everything."""

    module: str
    name: str
    folder: Path

    def address(self, label: str) -> KeyAddress:
        return KeyAddress("pkcs11", self.module, self.name, label)


@pytest.fixture(scope="session")
def device(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The device's own folder; a library reads its settings once in the life of a process."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(conf)
    yield folder / "tokens"
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


def make_token(folder: Path, *, pin: str = PIN) -> Token:
    module = need_softhsm()
    name = f"token-{uuid4().hex[:8]}"
    command = [shutil.which("softhsm2-util") or "", "--init-token", "--free", "--label", name]
    subprocess.run(
        [*command, "--pin", pin, "--so-pin", "so-" + pin], check=True, capture_output=True
    )
    return Token(module, name, folder)


@pytest.fixture
def token(device: Path) -> Token:
    return make_token(device)


@pytest.fixture
def home_with_pin(home: Path) -> Path:
    """A home in whose secrets the token's PIN lies."""
    for name in (SIGN_PIN, WRAP_PIN):
        (home / name).write_text(PIN + "\n")
        (home / name).chmod(0o600)
    return home
