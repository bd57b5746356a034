"""Throw-away folders (使い捨ての置き場): the next run removes what a killed process left, and nothing of a living one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from daicho.config import throw_away


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("_DISK", "_MEMORY"):
        (tmp_path / name).mkdir()
        monkeypatch.setattr(throw_away, name, tmp_path / name)
    return tmp_path


def test_what_a_dead_process_left_goes_with_the_next_folder(places: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = [places / where / f"daicho-test-{dead.pid}-x_1" for where in ("_DISK", "_MEMORY")]
    mine = throw_away.make_folder()
    others = places / "_DISK" / "daicho-test-notes"
    for folder in (*left, others):
        folder.mkdir()
        (folder / "file").touch()
    made = throw_away.make_folder()
    assert not any(folder.exists() for folder in left)
    assert {mine, made, others} <= set((places / "_DISK").iterdir())
    assert made.name.startswith(f"daicho-test-{os.getpid()}-")


def test_memory_serves_only_with_room(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throw_away, "_ROOM", 0)
    can_run = not os.statvfs(places).f_flag & os.ST_NOEXEC
    assert (throw_away.make_folder(in_memory=True).parent == places / "_MEMORY") == can_run
    monkeypatch.setattr(throw_away, "_ROOM", 1 << 62)
    assert throw_away.make_folder(in_memory=True).parent == places / "_DISK"
