"""Inventory tests (目録の試験): nothing without its policy, entry, listener, privilege, retention or size (house style 33)."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from django.db import models

from daicho.business.movements.models import Case, CaseStep
from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.public import AuditType
from daicho.foundation.staff.operations import OPERATIONS
from daicho.foundation.vault.models import Number
from daicho.operations.papers import wiring_facts
from daicho.operations.papers.privileges import (
    ROLES,
    SOME_COLUMNS,
    WHOLE_TABLE,
    actual,
    stated,
)
from daicho.operations.papers.requirements import read_specification
from daicho.operations.postgres import Cluster
from daicho.registers.residents.domain.particulars import Particulars
from daicho.registers.residents.models import Change, Person, ResidentRecord, Version

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "daicho"
SPECS = ROOT / "specs"
TREES = (SOURCE, ROOT / "src" / "outside", ROOT / "tests", ROOT / "tools")

MOST_LINES = 400
MOST_BODY_LINES = 40
FORBIDDEN_NAMES = {"utils", "util", "common", "helpers", "helper", "misc", "base", "lib"}
CLOCKS = {
    ("date", "today"),
    ("datetime", "today"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("timezone", "now"),
}
# Who may ask the machine's clock, and why.
OWN_CLOCKS = {
    "src/daicho/kernel/clock.py": "it is the clock",
    "src/outside/clock.py": "the other side's own, which shares no code with ours",
}
# A name that a library asks for.
OWN_NAMES = {
    "src/daicho/foundation/system_log/database/base.py": "Django finds a database backend by it"
}
# A signal that a library sends, heard because the library has no other way to tell.
OWN_SIGNALS: dict[str, str] = {}
PERSONAL = {"none", "staff", "resident", "number", "number_ref"}


def python_files() -> list[Path]:
    """Every Python file of ours, migrations too."""
    return sorted(path for tree in TREES for path in tree.rglob("*.py"))


def written_files() -> list[Path]:
    """Those that people write; a migration is a record of what was done."""
    return [path for path in python_files() if "migrations" not in path.parts]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


# ---- Screens ----


def test_every_address_says_who_may_open_it() -> None:
    urls = wiring_facts.urls()
    assert len(urls) > 50
    bare = [
        url.path
        for url in urls
        if not url.open_because
        and url.operation != wiring_facts.SIGN_IN
        and url.operation not in OPERATIONS
    ]
    assert bare == []


def test_every_entry_of_the_menu_leads_to_a_screen_of_its_own_operation() -> None:
    by_name = {url.name: url for url in wiring_facts.urls()}
    menu = {op.code: op.screen for op in OPERATIONS.values() if op.screen}
    missing = {code: screen for code, screen in menu.items() if screen not in by_name}
    assert missing == {}
    wrong = {code for code, screen in menu.items() if by_name[screen].operation != code}
    assert wrong == set()


def test_every_operation_is_asked_for_somewhere() -> None:
    table = SOURCE / "foundation" / "staff" / "operations.py"
    asked = {text for path in SOURCE.rglob("*.py") if path != table for text in _texts(path)}
    assert set(OPERATIONS) - asked == set()


def _texts(path: Path) -> Iterator[str]:
    if "tests" in path.parts:
        return
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


# ---- Trail ----

_RECORDERS = {"recorded", "refuse"}


def test_every_audit_type_is_registered() -> None:
    registered = {each.code for each in wiring_facts.audit_types()}
    for path in SOURCE.rglob("audit_types.py"):
        if "nodes" in path.parts:
            continue  # A node registers its own, and has an inventory of its own.
        module = import_module(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts))
        made = {each.code for each in vars(module).values() if isinstance(each, AuditType)}
        assert made, path
        assert made <= registered, path


def test_every_registered_audit_type_is_used() -> None:
    modules = list(SOURCE.rglob("audit_types.py"))
    used = Counter(
        node.id
        for path in SOURCE.rglob("*.py")
        if path not in modules and "tests" not in path.parts
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Name)
    )
    for path in modules:
        module = import_module(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts))
        for name, each in vars(module).items():
            if isinstance(each, AuditType):
                assert used[name], f"{each.code} is entered by nothing"


def test_every_command_that_takes_an_access_leaves_an_entry() -> None:
    silent = [
        f"{name_of(path)}: {function.name}"
        for path in sorted(SOURCE.rglob("commands/*.py"))
        for function in tree_of(path).body
        if isinstance(function, ast.FunctionDef)
        and not function.name.startswith("_")
        and _first_argument(function) == "access"
        and name_of(path) not in WITHIN_ANOTHER_ENTRY
        and not _calls(path, _RECORDERS)
    ]
    assert silent == []


# These run inside the entry of the command that calls them, and say so.
WITHIN_ANOTHER_ENTRY = {
    "src/daicho/foundation/audit/commands/record.py": "it is what enters",
    "src/daicho/registers/residents/commands/save_query.py": "the search's own entry",
    "src/daicho/business/movements/commands/steps.py": "the entry of the step that is taken",
    "src/daicho/business/certificates/commands/keep.py": "the entry of whoever issues",
    "src/daicho/business/certificates/commands/batch_sheets.py": "the entry of the piece of a batch",
    "src/daicho/business/certificates/commands/batch_papers.py": "the entry of whoever finishes a batch",
    "src/daicho/business/certificates/commands/send_reply.py": "the entry of whoever answers an inquiry",
    "src/daicho/business/requests/commands/steps.py": "the entry of the act on the request",
    "src/daicho/business/certificates/commands/keep_listing.py": "the entry of whoever made the list",
    "src/daicho/business/inspection/commands/steps.py": "the entry of the act on the application",
    "src/daicho/business/inspection/commands/listing_steps.py": "the entry of the act on the list",
    "src/daicho/business/extraction/commands/steps.py": "the entry of the act on the order",
    "src/daicho/business/surveys/commands/steps.py": "the entry of the act on the survey",
    "src/daicho/business/retention/commands/steps.py": "the entry of the act on the plan",
    "src/daicho/business/cash/commands/steps.py": "the entry of the act on the till",
    "src/daicho/business/cash/commands/charge.py": "the entry of whoever opens the account",
    "src/daicho/business/movements/commands/bulk_steps.py": "the entry of the step that is taken",
    "src/daicho/business/movements/commands/exclusive.py": "the entry of whoever saves or submits",
    "src/daicho/foundation/staff/commands/rights_steps.py": "the entry of the act on the request",
    "src/daicho/foundation/staff/commands/write_duties.py": "the entry of whoever approves or withdraws",
    "src/daicho/business/movements/commands/take_notice.py": "the entry of the import or of the match",
    "src/daicho/registers/protection/commands/editions.py": "the entry of the act that is kept",
    "src/daicho/gateways/cards/commands/steps.py": "the entry of the act on the card",
    "src/daicho/gateways/cards/commands/follow_movement.py": "the entry of the movement, or of the lapse",
    "src/daicho/business/certificates/commands/compose.py": "the entry of the preview or the issue",
}


def _first_argument(function: ast.FunctionDef) -> str:
    arguments = [*function.args.posonlyargs, *function.args.args]
    return arguments[0].arg if arguments else ""


def _calls(path: Path, names: set[str]) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
        for node in ast.walk(tree_of(path))
    )


# ---- Events ----


def test_every_event_has_a_place_in_the_wiring() -> None:
    events = wiring_facts.events()
    assert events
    assert [event.kind for event in events if not event.wired] == []


# ---- Tables ----


def test_every_table_has_the_privileges_that_are_stated(
    cluster: Cluster, fresh_database: str
) -> None:
    with psycopg.connect(cluster.dsn("migrator", database=fresh_database)) as held:
        whole: list[Any] = held.execute(WHOLE_TABLE, [list(ROLES)]).fetchall()
        some: list[Any] = held.execute(SOME_COLUMNS, [list(ROLES)]).fetchall()
        rows = held.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        there = {str(name) for (name,) in rows}
    says = stated(SPECS)
    assert set(says) == there
    assert {table: roles for table, roles in says.items() if roles} == actual(whole, some)


INDEXED_TWICE = """
SELECT array_agg(indexrelid::regclass::text ORDER BY indexrelid)
FROM pg_index JOIN pg_class ON pg_class.oid = indrelid AND relnamespace = 'public'::regnamespace
GROUP BY indrelid, indisunique, indkey::text, indclass::text, indcollation::text, indoption::text,
    pg_get_expr(indexprs, indrelid), pg_get_expr(indpred, indrelid)
HAVING count(*) > 1
"""


def test_nothing_is_indexed_twice(cluster: Cluster, fresh_database: str) -> None:
    with psycopg.connect(cluster.dsn("migrator", database=fresh_database)) as held:
        assert held.execute(INDEXED_TWICE).fetchall() == []


def test_every_column_says_whose_it_is_and_how_long_it_is_kept() -> None:
    said = read_specification(SPECS / "personal-data.yaml")["tables"]
    for table in wiring_facts.tables():
        groups = said.get(table.name, [])
        listed = [column for group in groups for column in group["columns"]]
        assert sorted(listed) == sorted(table.columns), table.name
        for group in groups:
            assert group["personal"] in PERSONAL, table.name
            assert group["keep"], table.name
            assert group["basis"], table.name
    assert set(said) == {table.name for table in wiring_facts.tables()}


# ---- Profiles of two cities ----

TABLES: dict[str, type[models.Model]] = {
    "person": Person,
    "record": ResidentRecord,
    "version": Version,
    "change": Change,
    "vault": Number,
    "trail": Entry,
    "case": Case,
    "step": CaseStep,
}


def _named_fields() -> set[str]:
    columns = {f"particulars.{each.name}" for each in fields(Particulars)}
    for name, model in TABLES.items():
        columns |= {f"{name}.{field.name}" for field in model._meta.concrete_fields}
    return columns


def _items(*, source: str) -> dict[int, str]:
    ledger = read_specification(SPECS / "ledger" / "data-items.yaml")
    found = next(each for each in ledger["requirements"] if each["id"] == source)
    return {item["num"]: item["name"] for item in found["items"]}


def _check_answers(answers: list[dict[str, Any]]) -> None:
    known = _named_fields()
    for answer in answers:
        unknown = set(answer["fields"]) - known
        assert not unknown, (answer["name"], unknown)
        if answer["standing"] == "not_kept":
            assert not answer["fields"], answer["name"]
            assert answer["reason"], answer["name"]
        else:
            assert answer["standing"] in {"ours", "derived"}, answer["name"]
            assert answer["fields"], answer["name"]


def test_the_thirty_five_items_of_fukushima_have_their_fields() -> None:
    profile = read_specification(SPECS / "profiles" / "fukushima-35.yaml")
    items = {item["num"]: item["name"] for item in profile["items"]}
    assert items == _items(source=profile["source"])
    _check_answers(profile["items"])


def test_every_column_of_wako_has_an_answer() -> None:
    profile = read_specification(SPECS / "profiles" / "wako-columns.yaml")
    assert [each["source"] for each in profile["files"]] == [f"DATA-{n:03}" for n in range(4, 13)]
    for file in profile["files"]:
        names = [column["name"] for column in file["columns"]]
        assert names == list(_items(source=file["source"]).values()), file["source"]
        _check_answers(file["columns"])


# ---- Source ----


def test_no_file_is_longer_than_it_should_be() -> None:
    lines = {name_of(p): len(p.read_text(encoding="utf-8").splitlines()) for p in written_files()}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_no_function_is_longer_than_it_should_be() -> None:
    """Counted from the first statement: a signature and a docstring explain, they do not grow wild."""
    long = {
        f"{name_of(path)}:{node.name}": lines
        for path in written_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := _body_lines(node)) > MOST_BODY_LINES
    }
    assert long == {}


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_module_is_named_after_nothing() -> None:
    named = [
        name_of(path)
        for path in written_files()
        if FORBIDDEN_NAMES & {path.stem, *path.relative_to(ROOT).parts[:-1]}
    ]
    assert named == list(OWN_NAMES)


def test_no_signal_is_sent_or_heard() -> None:
    heard = [
        f"{name_of(path)}:{node.lineno}"
        for path in written_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").rpartition(".")[2] in {"signals", "dispatch"}
        and name_of(path) not in OWN_SIGNALS
        and not (node.module or "").startswith(("signal", "daicho."))
    ]
    assert heard == []


def test_only_the_clock_asks_the_machine_what_time_it_is() -> None:
    asking = {
        name_of(path)
        for path in written_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
    }
    assert asking == set(OWN_CLOCKS)


def test_every_python_requirement_is_explained() -> None:
    """docs/dependencies.md has a heading for each direct dependency, and for nothing else."""
    wanted = {
        line.partition("==")[0].partition(">")[0].partition("[")[0].strip()
        for name in ("core.in", "dev.in")
        for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("-", "#"))
    }
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
    assert explained == wanted
