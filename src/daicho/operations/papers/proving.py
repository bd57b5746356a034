"""Proving (証明): the pytest plugin that gathers what passed tests prove, and keeps docs/conformance.md true.

A test claims ids with `@pytest.mark.proves(...)`; an id that no specification has fails the test. After a
full run that passed, the claims are compared with the committed file (or written, with
`--write-conformance`). A run of some tests only says nothing. A node's tests run apart, on its own settings: they hand
their claims over in a file (`--proofs-to`), which the run of all the others takes in (`--proofs-from`). Loaded in
conftest.py by `pytest_plugins`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from daicho.operations.papers.conformance import render
from daicho.operations.papers.requirements import all_decisions, all_requirements

PROPERTY = "proves"
PARTIAL = "daicho_partial_run"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--write-conformance`: write docs/conformance.md instead of comparing with it."""
    parser.addoption(
        "--write-conformance",
        action="store_true",
        help="Write docs/conformance.md from this run (a full one only).",
    )
    parser.addoption("--proofs-to", help="Write the claims of this run's passed tests to a file.")
    parser.addoption(
        "--proofs-from",
        action="append",
        default=[],
        help="Count the claims of such a file too; a run without those of every node is not whole.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """One gatherer for the process: the workers of xdist claim, the controller gathers."""
    config.pluginmanager.register(Proving(config), "daicho-proving")


class Proving:
    """What one process knows: the ids that exist, the claims of passed tests, whether the run is whole."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.specs = config.rootpath / "specs"
        self.paper = config.rootpath / "docs" / "conformance.md"
        self.requirements = all_requirements(self.specs)
        self.known = {each.id for each in self.requirements}
        self.proofs: dict[str, set[str]] = defaultdict(set)
        self.stale = False
        self.partial = not _asks_for_everything(config) or not config.getoption("--proofs-from")

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Leaving out the hours-long tests keeps a run whole; leaving out anything else does not."""
        if any(item.get_closest_marker("long") is None for item in items):
            self.partial = True
            output = getattr(self.config, "workeroutput", None)
            if output is not None:
                output[PARTIAL] = True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Hand the claims to the report, which travels from a worker to the controller."""
        claimed = _claims(item)
        unknown = sorted(claimed - self.known)
        if unknown:
            pytest.fail(f"no specification has {', '.join(unknown)}", pytrace=False)
        if item.get_closest_marker("long") is None:
            item.user_properties.extend((PROPERTY, each) for each in sorted(claimed))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the claims of a test that passed."""
        if report.when == "call" and report.passed and not hasattr(report, "wasxfail"):
            for name, value in report.user_properties:
                if name == PROPERTY:
                    self.proofs[str(value)].add(report.nodeid)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:  # Any: xdist's own class
        """A worker has ended: whether it left tests out, or died."""
        output = getattr(node, "workeroutput", {})
        self.partial = self.partial or bool(error) or bool(output.get(PARTIAL))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Hand over, compare or write, in the process that has heard of every test."""
        handed_over = self.config.getoption("--proofs-to")
        if handed_over and not hasattr(self.config, "workerinput"):
            told = {name: sorted(nodes) for name, nodes in self.proofs.items()}
            Path(handed_over).write_text(json.dumps(told), encoding="utf-8")
        if self.partial or exitstatus != pytest.ExitCode.OK or hasattr(self.config, "workerinput"):
            return
        for path in self.config.getoption("--proofs-from"):
            for name, nodes in json.loads(Path(path).read_text(encoding="utf-8")).items():
                self.proofs[name].update(nodes)
        text = render(self.requirements, all_decisions(self.specs), self.proofs)
        if self.config.getoption("--write-conformance"):
            self.paper.write_text(text, encoding="utf-8")
        elif _read(self.paper) != text:
            self.stale = True
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say why the run failed although every test passed."""
        if self.stale:
            terminalreporter.write_line(
                "docs/conformance.md does not say what this run proved: "
                "write it with --write-conformance and read the difference.",
                red=True,
            )
        elif self.partial and self.config.getoption("--write-conformance"):
            terminalreporter.write_line(
                "docs/conformance.md was not written: this was not a full run.", yellow=True
            )


def _claims(item: pytest.Item) -> set[str]:
    return {str(each) for mark in item.iter_markers("proves") for each in mark.args}


def _asks_for_everything(config: pytest.Config) -> bool:
    # A worker is told its files one by one: only the process that was started by hand can tell.
    if hasattr(config, "workerinput"):
        return True
    option = config.option
    narrowed = option.ignore or option.ignore_glob or option.collectonly
    narrowed = narrowed or getattr(option, "lf", False)
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not narrowed


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
