"""Steps of specs/features/software_check.feature (余分なソフトウェアの点検, JUK-054)."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.operations import software
from daicho.operations.cli.software import command
from daicho.operations.home import Home

scenarios(str(Path(__file__).parents[4] / "specs/features/software_check.feature"))


@dataclass
class Check:
    """The machine of one scenario, and what the command said last."""

    root: Path
    process: subprocess.Popen[bytes] | None = None
    result: Result | None = None


@pytest.fixture
def check(tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Check]:
    """A machine whose registrations are a folder of the test's."""
    monkeypatch.setenv("DAICHO_HOME", str(home.root))
    found = Check(tmp_path / "machine")
    monkeypatch.setattr(software, "_ROOT", found.root)
    yield found
    if found.process is not None:
        found.process.kill()
        found.process.wait()


@given("今動いているものを、動いてよいソフトウェアの一覧にしてある")
def _(check: Check) -> None:
    assert not check.root.exists()
    assert CliRunner().invoke(command, ["--write"]).exit_code == 0


@given(parsers.parse("一覧にない「{name}」が動いている"))
def _(check: Check, tmp_path: Path, name: str) -> None:
    stranger = tmp_path / name
    shutil.copy("/bin/sleep", stranger)
    check.process = subprocess.Popen([str(stranger), "60"])


@given(parsers.parse("機械が起動すると動き出すものとして「{name}」が登録されている"))
def _(check: Check, name: str) -> None:
    wants = check.root / "etc/systemd/system/multi-user.target.wants"
    wants.mkdir(parents=True)
    (wants / name).symlink_to(f"/usr/lib/systemd/system/{name}")


@when("点検の命令を動かす")
def _(check: Check) -> None:
    check.result = CliRunner().invoke(command, [])


@when(parsers.parse("「{name}」を一覧に書き加える"))
def _(home: Home, name: str) -> None:
    with software.list_of(home).open("a", encoding="utf-8") as file:
        file.write(f"{name}  # 試験\n")


@then(parsers.parse("点検は差異ありで終わり、「{words}」と出る"))
def _(check: Check, words: str) -> None:
    assert check.result is not None
    assert check.result.exit_code == 1
    assert words in check.result.output


@then(parsers.parse("「{name}」は差異に出ない"))
def _(check: Check, name: str) -> None:
    assert check.result is not None
    assert name not in check.result.output
