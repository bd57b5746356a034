"""Quality (検査): every check runs to its end, those beside the tests too, and a failure of any is told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from daicho.kernel.errors import Unavailable
from daicho.operations import quality
from daicho.operations.quality import Check, quality_environment, run_all


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment of two tools; each leaves its name."""
    for name, code in (("passes", 0), ("fails", 3)):
        tool = tmp_path / name
        tool.write_text(f"#!/bin/sh\necho said by {name}\necho $1 >> {tmp_path}/ran\nexit {code}\n")
        tool.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    return tmp_path


def ran(tools: Path) -> set[str]:
    return set((tools / "ran").read_text().split())


def test_all_pass(tools: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_all((Check("試験", "passes", ("a",)),), beside=(Check("型", "passes", ("b",)),))
    assert ran(tools) == {"a", "b"}
    assert "すべて合格しました" in capsys.readouterr().out


@pytest.mark.parametrize("side", ["checks", "beside"])
def test_a_failure_of_either_side_is_told_and_the_others_still_run(
    side: str, tools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mixed = (Check("規則", "fails", ("a",)), Check("型", "passes", ("b",)))
    well = (Check("試験", "passes", ("c",)),)
    checks, beside = (mixed, well) if side == "checks" else (well, mixed)
    with pytest.raises(SystemExit) as ended:
        run_all(checks, beside=beside)
    assert ended.value.code == 1
    assert ran(tools) == {"a", "b", "c"}
    told = capsys.readouterr().out
    assert "規則: 不合格 (3)" in told
    assert told.rstrip().endswith("不合格: 規則")
    if side == "beside":
        assert "said by fails" in told


def test_a_tool_that_is_missing_is_told_before_anything_runs(tools: Path) -> None:
    with pytest.raises(Unavailable, match="nowhere"):
        run_all((Check("試験", "passes", ("a",)),), beside=(Check("型", "nowhere"),))
    assert not (tools / "ran").exists()


def test_no_real_installation_is_led_to_and_what_is_compiled_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left_out = ("DAICHO_HOME", "DAICHO_DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
    for name in left_out:
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("DAICHO_BROWSER", "chromium")
    told = quality_environment()
    assert not set(left_out) & set(told)
    assert told["DAICHO_BROWSER"] == "chromium"


def test_only_what_is_not_asked_for_is_left_out(tmp_path: Path) -> None:
    node, everything = quality.tests(
        browser=True, long=True, write_conformance=False, proofs=tmp_path
    )
    assert "-m" not in (*node.arguments, *everything.arguments)
    node, short = quality.tests(browser=True, long=False, write_conformance=True, proofs=tmp_path)
    assert node.arguments[node.arguments.index("-m") + 1] == "not long"
    assert short.arguments[short.arguments.index("-m") + 1] == "not long"
    assert short.arguments[-1] == "--write-conformance"
    assert "--write-conformance" not in node.arguments


def test_what_a_node_proves_is_handed_to_the_run_of_all_the_others(tmp_path: Path) -> None:
    node, everything = quality.tests(
        browser=False, long=False, write_conformance=False, proofs=tmp_path
    )
    (handed_over,) = [a for a in node.arguments if a.startswith("--proofs-to=")]
    assert handed_over.replace("-to=", "-from=") in everything.arguments
