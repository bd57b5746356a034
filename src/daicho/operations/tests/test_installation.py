"""Keys, accounts, commands, lock files: what an installation is made of."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from importlib import import_module
from pathlib import Path

import click
import pyotp
import pytest
from django.contrib.auth.password_validation import validate_password

from daicho.foundation.audit.commands import anchor_key
from daicho.foundation.vault import keys
from daicho.kernel.errors import Missing, Unavailable
from daicho.operations.accounts import (
    FILE,
    SAMPLE_DUTIES,
    code_for,
    find_account,
    prepare_accounts,
)
from daicho.operations.bundle import SUMS, check_sums
from daicho.operations.cli import main
from daicho.operations.cli.main import entry_of
from daicho.operations.home import CHECKOUT, Home, choose_home
from daicho.operations.sbom import pins, sbom, sha256_of
from daicho.operations.sources import source_files
from daicho.operations.startup import ensure_keys

COMMAND_FILES = sorted(
    path
    for path in Path(main.__file__).parent.glob("*.py")
    if path.stem not in ("__init__", "main")
)


def test_keys_are_made_while_the_database_is_empty_and_never_again(home: Home) -> None:
    ensure_keys(home, fresh=True)
    made = {path.name: path.read_text() for path in home.secrets.iterdir()}
    assert set(made) == {"django-secret-key", "staff-data-key", keys.FILE, anchor_key.FILE}
    assert {path.stat().st_mode & 0o777 for path in home.secrets.iterdir()} == {0o600}
    ensure_keys(home, fresh=False)
    for name in made:
        (home.secrets / name).unlink()
        with pytest.raises(Unavailable, match=name):
            ensure_keys(home, fresh=False)
        assert not (home.secrets / name).exists()
        (home.secrets / name).write_text(made[name])


def test_sample_accounts_are_kept_private_and_stay_the_same(home: Home) -> None:
    accounts = prepare_accounts(home)
    assert [account.login for account in accounts] == list(SAMPLE_DUTIES)
    assert len({account.password for account in accounts}) == len(accounts)
    assert (home.secrets / FILE).stat().st_mode & 0o777 == 0o600
    assert prepare_accounts(home) == accounts
    for account in accounts:
        validate_password(account.password)


def test_the_code_is_the_one_of_this_moment(home: Home) -> None:
    prepare_accounts(home)
    account = find_account(home, "審査1")
    code = code_for(account)
    assert pyotp.TOTP(account.totp_secret).verify(code.digits, valid_window=1)
    assert 1 <= code.seconds_left <= 30
    with pytest.raises(Missing) as unknown:
        find_account(home, "窓口9")
    assert "窓口1" in unknown.value.message


@pytest.mark.parametrize("path", COMMAND_FILES, ids=lambda path: path.stem)
def test_every_file_is_a_command_that_says_what_it_does(path: Path) -> None:
    entry = entry_of(path)
    assert entry.summary.endswith((".", "。"))
    module = import_module(f"daicho.operations.cli.{path.stem}")
    assert isinstance(module.command, click.Command)
    assert module.command.name == path.stem.rstrip("_").replace("_", "-")
    assert getattr(module, "ROLE", None) == entry.role


def run(home: Home, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "daicho.operations.cli.main", *words],
        env={
            "DAICHO_HOME": str(home.root),
            "PYTHONPATH": str(CHECKOUT / "src"),
            "LC_ALL": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_exit_codes_and_sentences(home: Home) -> None:
    assert run(home, "status").returncode == 3
    stopped = run(home, "stop")
    assert (stopped.returncode, stopped.stderr.startswith("動いていません。")) == (1, True)
    assert run(home, "no-such-command").returncode == 2
    assert "Traceback" not in stopped.stderr


def test_the_home_is_where_the_variable_says(monkeypatch: pytest.MonkeyPatch, home: Home) -> None:
    monkeypatch.setenv("DAICHO_HOME", str(home.root / "elsewhere"))
    assert choose_home().root == home.root / "elsewhere"


def test_the_developers_lock_contains_the_cores() -> None:
    core = pins(CHECKOUT / "requirements" / "core.txt")
    every = pins(CHECKOUT / "requirements" / "dev.txt")
    assert len(core) > 10
    assert set(core) <= set(every)


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A wheel for every pin, with no more than its metadata; each needs Django."""
    for pin in pins(CHECKOUT / "requirements" / "dev.txt"):
        stem = f"{pin.name.replace('-', '_')}-{pin.version}"
        with zipfile.ZipFile(tmp_path / f"{stem}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(
                f"{stem}.dist-info/METADATA",
                f"Metadata-Version: 2.4\nName: {pin.name}\nVersion: {pin.version}\n"
                "License-Expression: MIT\nRequires-Dist: Django>=5\n"
                'Requires-Dist: pytest; extra == "test"\n',
            )
    return tmp_path


def test_the_bill_of_materials_names_every_wheel(wheels: Path) -> None:
    bill = sbom(wheels, version="1.2.3")
    json.dumps(bill)
    core = {pin.ref for pin in pins(CHECKOUT / "requirements" / "core.txt")}
    every = {pin.ref: pin for pin in pins(CHECKOUT / "requirements" / "dev.txt")}
    components = {one["bom-ref"]: one for one in bill["components"]}
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert set(components) == set(every)
    assert {ref for ref, one in components.items() if one["scope"] == "required"} == core
    root, *others = bill["dependencies"]
    assert set(root["dependsOn"]) == core
    django = next(ref for ref, pin in every.items() if pin.name == "django")
    wheel = next(wheels.glob("django-5*.whl"))
    assert components[django]["hashes"][0]["content"] == sha256_of(wheel)
    assert components[django]["licenses"] == [{"expression": "MIT"}]
    assert all(row["dependsOn"] == [django] for row in others)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "a.whl").write_text("a")
    (tmp_path / "README.md").write_text("read me")
    lines = [f"{sha256_of(tmp_path / name)}  {name}" for name in ("README.md", "wheels/a.whl")]
    (tmp_path / SUMS).write_text("\n".join(lines) + "\n")
    return tmp_path


def test_a_bundle_is_taken_whole_or_not_at_all(bundle: Path) -> None:
    check_sums(bundle)
    (bundle / "wheels" / "b.whl").write_text("added")
    with pytest.raises(Unavailable) as refusal:
        check_sums(bundle)
    assert "b.whl" in refusal.value.message
    (bundle / "wheels" / "b.whl").unlink()
    (bundle / "wheels" / "a.whl").write_text("changed")
    with pytest.raises(Unavailable):
        check_sums(bundle)
    (bundle / SUMS).unlink()
    with pytest.raises(Unavailable):
        check_sums(bundle)


def test_the_source_carries_the_program_and_no_leavings() -> None:
    names = {path.relative_to(CHECKOUT).as_posix() for path in source_files()}
    assert {"daicho", ".ci/run", "requirements/core.txt", "src/daicho/kernel/clock.py"} <= names
    assert not [name for name in names if "__pycache__" in name or name.startswith(".venv/")]


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A folder with the script, and a PATH with the tools of every Linux but no Python."""
    shutil.copy(CHECKOUT / "daicho", tmp_path / "daicho")
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "dirname", "readlink", "uname", "id", "cmp", "cat", "flock"):
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / "bin" / tool).symlink_to(found)
    return tmp_path


def bootstrap(machine: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(machine / "bin" / "sh"), str(machine / "daicho"), "status"],
        env={"PATH": str(machine / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_python_the_script_says_what_to_install(bare_machine: Path) -> None:
    done = bootstrap(bare_machine)
    assert done.returncode == 1
    assert "Python 3.11 以上" in done.stderr
    assert "apt-get install" in done.stderr


def test_on_another_platform_the_script_says_so(bare_machine: Path) -> None:
    uname = bare_machine / "bin" / "uname"
    uname.unlink()
    uname.write_text('#!/bin/sh\n[ "$1" = -m ] && echo aarch64 || echo Linux\n')
    uname.chmod(0o755)
    done = bootstrap(bare_machine)
    assert done.returncode == 1
    assert "aarch64" in done.stderr
