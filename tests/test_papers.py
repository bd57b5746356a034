"""Papers (書類): the generated ones say what the code says, the dictionary is true, the proofs are gathered."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from daicho.business.movements.domain.kinds import KINDS
from daicho.operations.cli.where import command as where
from daicho.operations.papers import wiring_facts
from daicho.operations.papers.conformance import render, short_node
from daicho.operations.papers.generated import papers
from daicho.operations.papers.requirements import (
    Decision,
    DecisionKind,
    Requirement,
    all_decisions,
    all_requirements,
)
from daicho.operations.papers.terms import Term, find_terms, read_terms

pytest_plugins = "pytester"
ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "daicho"
TERMS = read_terms(ROOT / "terms.toml")

# ---- Generated ----


@cache
def current_papers() -> Mapping[Path, str]:
    return papers(ROOT)


@pytest.mark.parametrize("name", ["MAP.md", "audit-events.md"])
def test_a_generated_paper_says_what_the_code_says(name: str) -> None:
    text = current_papers()[ROOT / "docs" / name]
    committed = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert committed == text, "out of date: run ./daicho map"


# ---- The dictionary ----


def test_a_term_leads_to_what_exists() -> None:
    screens = {url.name for url in wiring_facts.urls()}
    events = {event.kind for event in wiring_facts.events()}
    assert {term.word: wrong for term in TERMS if (wrong := _nowhere(term, screens, events))} == {}


def _nowhere(term: Term, screens: Collection[str | None], events: Collection[str]) -> list[str]:
    """What a term names that is not there."""
    files = [term.home, term.command, term.test, term.laws and f"laws/{term.laws}"]
    wrong = [below for below in files if below and not (SOURCE / below).exists()]
    if term.feature and not (ROOT / term.feature).exists():
        wrong.append(term.feature)
    for named, known in ((term.screen, screens), (term.event, events), (term.kind, KINDS)):
        if named and named not in known:
            wrong.append(named)
    return wrong


def test_one_concept_has_one_word() -> None:
    assert len(TERMS) >= 90
    assert len({term.kanji for term in TERMS}) == len(TERMS)
    assert len({term.word for term in TERMS}) == len(TERMS)


def test_every_movement_has_its_term() -> None:
    named = {term.kind: term.kanji for term in TERMS if term.kind}
    assert named == {code: kind.title for code, kind in KINDS.items()}


def test_every_law_file_has_its_term() -> None:
    named = {term.laws for term in TERMS if term.laws}
    assert named == {path.name for path in (SOURCE / "laws").glob("*.yaml")}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("転入", "転入"),
        ("てんにゅう", "転入"),
        ("move in", "転入"),
        ("move-in", "転入"),
        ("moveout", "転出"),
        ("つずきがら", "続柄"),
    ],
)
def test_a_word_is_found_by_kanji_reading_english_and_nearly(asked: str, found: str) -> None:
    assert found in [term.kanji for term in find_terms(TERMS, asked)]


def test_a_word_that_means_nothing_finds_nothing() -> None:
    assert find_terms(TERMS, "xyzzy") == []
    assert find_terms(TERMS, " ") == []


def test_where_prints_ten_lines() -> None:
    result = CliRunner().invoke(where, ["転入"])
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert len(lines) == 10
    assert "転入 (てんにゅう) = move_in" in lines[0]
    assert "src/daicho/business/movements/domain/move_in.py" in lines[2]
    assert "/movements/new/" in lines[6]


# ---- Requirements, decisions, conformance ----


def test_every_decision_names_ids_that_exist_and_is_whole() -> None:
    known = {each.id for each in all_requirements(ROOT / "specs")}
    decisions = all_decisions(ROOT / "specs")
    assert len({each.key for each in decisions}) == len(decisions)
    for each in decisions:
        assert set(each.ids) <= known, each.key
        assert each.places, each.key
        assert each.decision, each.key
        assert each.reason, each.key
        assert each.against, each.key
        for place in each.against, *each.places:
            path = place.partition(" ")[0]
            if "/" in path and path.endswith((".md", ".yaml")):
                assert (ROOT / path).exists(), place


def test_all_ids_of_the_ledger_and_the_standard_are_there() -> None:
    ids = [each.id for each in all_requirements(ROOT / "specs")]
    assert len(ids) == len(set(ids))
    assert sum(1 for each in ids if not each.startswith("STD-")) == 551
    assert {"REG-012", "STD-1.1.8/m3", "STD-3.5/n1"} <= set(ids)


def _decision(kind: DecisionKind, *ids: str) -> Decision:
    return Decision("who-wins", kind, ids, ("A", "B"), "STD-9/m1", "決定", "理由")


def test_each_requirement_stands_in_one_way() -> None:
    asked = [Requirement(f"REG-{n}", f"要件{n}|a", "register.yaml") for n in range(1, 6)]
    decisions = (
        _decision(DecisionKind.SUPERSEDED, "REG-2"),
        _decision(DecisionKind.CONFLICT, "REG-3", "REG-4"),
    )
    proofs = {
        "REG-1": {"src/daicho/kernel/tests/test_x.py::test_b[1]", "tests/test_y.py::test_a"},
        "REG-4": {"tests/test_y.py::test_a"},
    }
    text = render(asked, decisions, proofs)
    rows = dict(line.strip("| ").split(" | ", 1) for line in text.splitlines() if "| REG-" in line)
    assert rows["REG-1"] == (
        r"要件1\|a | proved | `kernel/test_x.py::test_b`<br>`tests/test_y.py::test_a`"
    )
    assert rows["REG-2"].endswith("superseded | by STD-9/m1 (`who-wins`)")
    assert rows["REG-3"].endswith("in conflict | with STD-9/m1 (`who-wins`)")
    assert rows["REG-4"].endswith("`tests/test_y.py::test_a`<br>as decided in `who-wins`")
    assert rows["REG-5"].endswith("| not yet")
    assert "| **all** | 2 | 1 | 1 | 1 | 5 |" in text
    assert render(asked, decisions, proofs) == text


def test_a_node_is_shortened_without_losing_its_name() -> None:
    assert short_node("src/daicho/kernel/tests/test_x.py::test_b[1-a/b]") == (
        "kernel/test_x.py::test_b"
    )


# ---- The plugin ----

SPEC = """
requirements:
  - {id: REG-001, title: 一}
  - {id: REG-002, title: 二}
"""
STANDARD = "entries: [{id: STD-1.1.1, title: 三, must: [あ, い], must_not: [う]}]"
SUITE = """
import pytest

@pytest.mark.proves("REG-001", "STD-1.1.1/m2")
@pytest.mark.parametrize("n", [1, 2])
def test_one(n): pass

@pytest.mark.proves("STD-1.1.1/n1")
@pytest.mark.skip
def test_skipped(): pass

@pytest.mark.proves("REG-002")
@pytest.mark.xfail
def test_expected(): assert False

@pytest.mark.proves("REG-002")
@pytest.mark.long
def test_long(): pass
"""
INI = """
[pytest]
testpaths = tests
markers =
    proves(*ids): x
    long: x
addopts = --proofs-from node.json
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project of its own with two specifications and a few tests."""
    for name, text in {
        "specs/ledger/a.yaml": SPEC,
        "specs/register-standard.yaml": STANDARD,
        "specs/conflicts.yaml": "decisions: []",
        "docs/README.md": "",
        "tests/test_it.py": SUITE,
        "pytest.ini": INI,
        "node.json": "{}",
    }.items():
        path = pytester.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    pytester.syspathinsert(SOURCE.parent)
    # Of the plugins that are installed only xdist matters here, and each run would import them all.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    return pytester


def _run(project: pytest.Pytester, *arguments: str) -> int:
    plugins = (
        "-p",
        "xdist.plugin",
        "-p",
        "no:cacheprovider",
        "-p",
        "daicho.operations.papers.proving",
    )
    # Workers are processes of their own; without them none is needed.
    run = project.runpytest_subprocess if "-n" in arguments else project.runpytest_inprocess
    return int(run(*plugins, *arguments).ret)


def _paper(project: pytest.Pytester) -> str:
    path = project.path / "docs" / "conformance.md"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_a_full_run_writes_what_passed_and_then_agrees(project: pytest.Pytester) -> None:
    assert _run(project) == 1, "nothing is committed yet"
    assert _run(project, "--write-conformance") == 0
    text = _paper(project)
    assert "| REG-001 | 一 | proved | `tests/test_it.py::test_one` |" in text
    assert "| STD-1.1.1/m2 | 三: い | proved |" in text
    assert "| STD-1.1.1/n1 | 三: う | not yet |" in text
    assert "| REG-002 | 二 | not yet |" in text, (
        "neither an expected failure nor a long test counts"
    )
    assert _run(project) == 0
    assert _run(project, "-n", "2") == 0, "workers report to the controller"
    assert _run(project, "-m", "not long") == 0
    assert _run(project, "-n", "2", "--write-conformance") == 0
    assert _paper(project) == text


def test_what_a_node_proved_apart_is_counted(project: pytest.Pytester) -> None:
    ini = project.path / "pytest.ini"
    ini.write_text(INI.replace("addopts", "; addopts"), encoding="utf-8")
    assert _run(project, "--write-conformance") == 0
    assert _paper(project) == "", "a run without the nodes is not whole"
    assert _run(project, "tests/test_it.py", "--proofs-to", "handed.json") == 0
    handed = json.loads((project.path / "handed.json").read_text(encoding="utf-8"))
    assert {node.partition("[")[0] for node in handed["REG-001"]} == {"tests/test_it.py::test_one"}
    (project.path / "node.json").write_text(
        json.dumps({"REG-002": ["src/daicho/nodes/cs/tests/test_x.py::test_x"]}), encoding="utf-8"
    )
    assert _run(project, "--proofs-from", "node.json", "--write-conformance") == 0
    assert "| REG-002 | 二 | proved | `nodes/cs/test_x.py::test_x` |" in _paper(project)


def test_a_paper_that_claims_more_than_the_run_proved_fails_it(project: pytest.Pytester) -> None:
    assert _run(project, "--write-conformance") == 0
    suite = project.path / "tests" / "test_it.py"
    suite.write_text(SUITE.replace('"REG-001", ', ""), encoding="utf-8")
    assert _run(project) == 1
    assert _run(project, "-n", "2") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("-k", "one"),
        ("-m", "proves and not skip and long"),
        ("tests/test_it.py",),
        ("-n", "2", "-k", "one"),
        ("--ignore=tests/other",),
    ],
)
def test_a_partial_run_writes_and_says_nothing(
    project: pytest.Pytester, arguments: tuple[str, ...]
) -> None:
    assert _run(project, *arguments) == 0
    assert _run(project, *arguments, "--write-conformance") == 0
    assert _paper(project) == ""


def test_a_failed_run_writes_nothing(project: pytest.Pytester) -> None:
    suite = project.path / "tests" / "test_it.py"
    suite.write_text(f"{SUITE}\ndef test_red(): assert False\n", encoding="utf-8")
    assert _run(project, "--write-conformance") == 1
    assert _paper(project) == ""


@pytest.mark.parametrize("arguments", [(), ("-n", "2"), ("tests/test_it.py",)])
def test_an_id_that_no_specification_has_fails_the_run(
    project: pytest.Pytester, arguments: tuple[str, ...]
) -> None:
    suite = project.path / "tests" / "test_it.py"
    suite.write_text(SUITE.replace("REG-001", "REG-999"), encoding="utf-8")
    assert _run(project, *arguments) == 1
