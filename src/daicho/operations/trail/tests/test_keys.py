"""Keys lost and put back: reading fails in words until then, and nothing new is made silently."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from daicho.foundation.audit.commands import anchor_key
from daicho.foundation.vault import keys
from daicho.foundation.vault.public import NumberKind
from daicho.kernel.errors import Conflict, DaichoError, Invalid, Missing, Unavailable
from daicho.operations.cli.keys import KEPT, PASSPHRASE, command

WORDS = "試験のための長い合言葉です"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with all its keys."""
    monkeypatch.setenv("DAICHO_HOME", str(tmp_path))
    monkeypatch.setenv(PASSPHRASE, WORDS)
    monkeypatch.delenv("DAICHO_STAFF_DATA_KEY", raising=False)
    keys.create(tmp_path)
    anchor_key.create_signing_key(tmp_path)
    for name in ("staff-data-key", "django-secret-key"):
        (tmp_path / "secrets" / name).write_text("dGVzdHMgb25seSwgMzIgYnl0ZXMgb2Yga2V5IGhlcmU=\n")
    keys.forget()
    return tmp_path


def run(*arguments: str) -> str:
    done = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def lose(home: Path) -> None:
    for name in KEPT:
        (home / "secrets" / name).unlink()
    keys.forget()


def test_loss_and_restore_rehearsed(home: Path) -> None:
    ring = keys.load(home)
    lookup = ring.hash(NumberKind.RESIDENT_CODE, "試験")
    sealed = ring.seal(NumberKind.RESIDENT_CODE, "試験", lookup)
    kept = {name: (home / "secrets" / name).read_bytes() for name in KEPT}
    run("backup", str(home / "keys.backup"))
    lose(home)

    with pytest.raises(Unavailable, match="番号の鍵がありません"):
        keys.load(home)
    with pytest.raises(Unavailable, match="署名鍵がありません"):
        anchor_key.signing_key(home)
    with pytest.raises(DaichoError):
        CliRunner().invoke(command, ["rotate"], catch_exceptions=False)
    assert list((home / "secrets").iterdir()) == []

    run("restore", str(home / "keys.backup"))
    assert {name: (home / "secrets" / name).read_bytes() for name in KEPT} == kept
    assert all((home / "secrets" / name).stat().st_mode & 0o077 == 0 for name in KEPT)
    again = keys.load(home)
    assert again.open(NumberKind.RESIDENT_CODE, sealed, lookup, key_id=ring.active_data) == "試験"
    assert anchor_key.signing_key(home)


def test_a_backup_tells_nothing_without_its_passphrase(home: Path) -> None:
    run("backup", str(home / "keys.backup"))
    text = (home / "keys.backup").read_text()
    assert (home / "keys.backup").stat().st_mode & 0o077 == 0
    for line in (home / "secrets" / keys.FILE).read_text().splitlines():
        assert len(line) < 30 or line.strip() not in text
    with pytest.raises(Invalid, match="合言葉が違う"):
        keys.restore(home, text, passphrase=WORDS + "x")
    with pytest.raises(Invalid):
        keys.restore(home, "{}", passphrase=WORDS)
    with pytest.raises(Invalid, match="短すぎます"):
        keys.backup(home, KEPT, passphrase="短い")
    with pytest.raises(Conflict):
        CliRunner().invoke(command, ["backup", str(home / "keys.backup")], catch_exceptions=False)


def test_a_key_that_is_there_and_differs_is_never_replaced(home: Path) -> None:
    run("backup", str(home / "keys.backup"))
    run("rotate")
    (home / "secrets" / anchor_key.FILE).unlink()
    before = (home / "secrets" / keys.FILE).read_bytes()
    with pytest.raises(Conflict, match=keys.FILE):
        CliRunner().invoke(command, ["restore", str(home / "keys.backup")], catch_exceptions=False)
    assert (home / "secrets" / keys.FILE).read_bytes() == before
    assert not (home / "secrets" / anchor_key.FILE).exists()


def test_an_incomplete_set_is_not_backed_up(home: Path) -> None:
    (home / "secrets" / "staff-data-key").unlink()
    with pytest.raises(Missing, match="staff-data-key"):
        keys.backup(home, KEPT, passphrase=WORDS)


def test_list_tells_ids_and_never_keys(home: Path) -> None:
    first = keys.load(home).active_data
    run("rotate")
    output = run("list")
    assert output.count("使用中") == 3
    assert f"{first}" in output
    assert "読取りだけ" in output
    secret = (home / "secrets" / keys.FILE).read_text()
    assert not any(part in output for part in secret.replace('"', " ").split() if len(part) == 44)


def test_check_says_what_is_missing(home: Path) -> None:
    (home / "secrets" / anchor_key.FILE).unlink()
    done = CliRunner().invoke(command, ["check"])
    assert done.exit_code == 1
    assert "署名鍵がありません" in done.output
    assert "データベースが答えない" in done.output
