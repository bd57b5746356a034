"""Startup (起動): screens that need long are waited for, and whoever looks on is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from daicho.kernel.errors import Unavailable
from daicho.operations import startup
from daicho.operations.home import Home
from daicho.operations.startup import wait_for_web
from daicho.operations.supervisor import Supervisor


def test_slow_screens_are_waited_for_and_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter((False, False, True))
    monkeypatch.setattr(startup, "_web_answers", lambda _port: next(answers))
    monkeypatch.setattr(startup, "_SAY_EVERY_SECONDS", 0.0)
    wait_for_web(1, Supervisor(Home(tmp_path), port=1))
    assert capsys.readouterr().out.count("画面の応答を待っています") == 2


def test_screens_that_never_answer_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "_web_answers", lambda _port: False)
    monkeypatch.setattr(startup, "_WEB_SECONDS", 0.5)
    with pytest.raises(Unavailable, match="画面が応答しません"):
        wait_for_web(1, Supervisor(Home(tmp_path), port=1))
