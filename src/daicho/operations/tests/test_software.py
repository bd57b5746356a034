"""Software: whatever runs and is not on the list is named, with where it listens."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from daicho.kernel.errors import Conflict, Missing
from daicho.operations.cli.software import command
from daicho.operations.home import Home
from daicho.operations.software import compare, list_of, name_of, survey, write_list


@pytest.mark.proves("JUK-054")
def test_a_program_that_is_not_on_the_list_is_named(home: Home, tmp_path: Path) -> None:
    stranger = tmp_path / "strangerd"
    shutil.copy("/bin/sleep", stranger)
    write_list(home)
    process = subprocess.Popen([str(stranger), "60"])
    try:
        found = {each.name: each for each in compare(home).beyond}
        assert found["strangerd"].pids == (process.pid,)
        with list_of(home).open("a", encoding="utf-8") as file:
            file.write("strangerd  # 試験\nneverd\n")
        told = compare(home)
        assert "strangerd" not in {each.name for each in told.beyond}
        assert "neverd" in told.missing
    finally:
        process.kill()
        process.wait()


def test_the_command_names_it_and_fails(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAICHO_HOME", str(home.root))
    stranger = tmp_path / "strangerd"
    shutil.copy("/bin/sleep", stranger)
    assert CliRunner().invoke(command, ["--write"]).exit_code == 0
    process = subprocess.Popen([str(stranger), "60"])
    try:
        told = CliRunner().invoke(command, [])
        assert told.exit_code == 1
    finally:
        process.kill()
        process.wait()


def test_a_program_that_listens_is_told_with_its_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        script = "import sys, time; time.sleep(60)"
        process = subprocess.Popen([sys.executable, "-c", script], pass_fds=[held.fileno()])
        try:
            ports = [port in each.ports for each in survey() if process.pid in each.pids]
            assert ports == [True]
        finally:
            process.kill()
            process.wait()


def test_a_list_is_needed_and_never_overwritten(home: Home) -> None:
    with pytest.raises(Missing):
        compare(home, ())
    write_list(home, ())
    with pytest.raises(Conflict):
        write_list(home, ())


def test_a_program_is_named_by_what_it_runs() -> None:
    assert name_of(["/usr/bin/python3", "-u", "-m", "daicho.operations.cli.main", "up"]) == (
        "python3 -m daicho.operations.cli.main"
    )
    assert name_of(["/bin/sh", "/opt/x/run.sh"]) == "sh run.sh"
    assert name_of(["postgres: checkpointer "]) == "postgres"
    assert name_of(["-bash"]) == "bash"
    assert name_of([]) == ""
    assert os.getpid() not in {pid for each in survey() for pid in each.pids}
