"""Generated papers (生成する書類): docs/MAP.md and docs/audit-events.md, from the code as it is.

Needs Django's apps (`ready.load`), no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path, PurePosixPath

from daicho.operations.papers import wiring_facts
from daicho.operations.papers.modules import (
    STOREYS,
    Module,
    law_files,
    modules,
    settings,
    summary_of,
)
from daicho.operations.papers.privileges import ROLES, stated
from daicho.operations.papers.requirements import read_specification

MAP_HEAD = """\
# Map

Written by `./daicho map` from the code; a test fails when it is out of date. `./daicho where 転入` goes from one
word to its place. Storeys import downwards only: `operations → config → business → registers → foundation → kernel`.
"""
AUDIT_HEAD = """\
# Audit events 証跡の種類

Written by `./daicho map` from the audit types; a test fails when it is out of date. Every command and every read
of personal data leaves exactly one entry: success within its transaction, refusal after the rollback. Beside the
fields below, every entry holds: number, instant, outcome (済・拒否・失敗), person, purpose, terminal, case, the residents
concerned, whether a number was shown, and the chain's hash. A field marked 個人 is shown only to those who may see it.
"""


def papers(checkout: Path) -> Mapping[Path, str]:
    """Each generated file and its text."""
    return {
        checkout / "docs" / "MAP.md": building_map(checkout),
        checkout / "docs" / "audit-events.md": audit_events(),
    }


def building_map(checkout: Path) -> str:
    """docs/MAP.md."""
    source = checkout / "src" / "daicho"
    return "\n".join(
        [
            MAP_HEAD,
            *_building(source),
            *_urls(),
            *_movements(),
            *_events(),
            *_audit_titles(),
            *_tables(checkout / "specs"),
            *_settings(source),
            *_laws(source),
        ]
    )


def audit_events() -> str:
    """docs/audit-events.md."""
    rows = [
        (
            f"`{each.code}`",
            each.title,
            "読み" if each.reads else "書き",
            "、".join(f"{f.label}{'（個人）' if f.personal else ''}" for f in each.fields),
            f"{each.keep_years}年",
        )
        for each in wiring_facts.audit_types()
    ]
    return "\n".join([AUDIT_HEAD, *_table(("code", "title", "kind", "fields", "kept"), rows)])


def _building(source: Path) -> list[str]:
    lines = ["## The building", ""]
    for storey, found in groupby(modules(source), lambda m: PurePosixPath(m.path).parts[0]):
        if storey not in STOREYS:
            continue
        lines += [f"### {storey}", "", summary_of(source / storey / "__init__.py"), ""]
        rows = [(f"`{module.path}`", module.summary) for module in found if not _is_storey(module)]
        lines += _table(("module", "what it is"), rows)
    return lines


def _is_storey(module: Module) -> bool:
    return module.path.count("/") == 1 and module.path.endswith("__init__.py")


def _urls() -> list[str]:
    rows = []
    for url in wiring_facts.urls():
        who, purposes = wiring_facts.access_words(url)
        rows.append((f"`{url.path}`", url.name, f"`{url.operation}`", who, purposes))
    head = ("address", "name", "operation", "duties", "purposes")
    return ["## Addresses", "", *_table(head, rows)]


def _movements() -> list[str]:
    kinds = [(f"`{kind.code}`", kind.title, kind.article) for kind in wiring_facts.case_kinds()]
    steps = [
        (
            step.label,
            "、".join(step.before),
            step.after,
            f"`{step.operation}`",
            "yes" if step.second_person else "",
        )
        for step in wiring_facts.steps()
    ]
    return [
        "## Movements",
        "",
        *_table(("kind", "title", "article"), kinds),
        "States of a case:",
        "",
        *_table(("action", "from", "to", "operation", "not by whoever entered it"), steps),
    ]


def _events() -> list[str]:
    rows = [
        (f"`{event.kind}`", event.place, "、".join(event.listeners) or "nobody yet")
        for event in wiring_facts.events()
    ]
    return ["## Events", "", *_table(("event", "said by", "heard by"), rows)]


def _audit_titles() -> list[str]:
    rows = [(f"`{each.code}`", each.title) for each in wiring_facts.audit_types()]
    lead = "Their fields are in [audit-events.md](audit-events.md)."
    return ["## Audit types", "", lead, "", *_table(("code", "title"), rows)]


def _tables(specs: Path) -> list[str]:
    personal = read_specification(specs / "personal-data.yaml")["tables"]
    rows = []
    for table, roles in stated(specs).items():
        groups = personal.get(table, ())
        whose = [each["personal"] for each in groups if each["personal"] != "none"]
        acts = [roles.get(role, "") for role in ROLES]
        rows.append((f"`{table}`", "・".join(dict.fromkeys(whose)), *acts))
    lead = "The migrator owns them all; `vault` is a role that `app` takes for one statement."
    return ["## Tables", "", lead, "", *_table(("table", "personal data of", *ROLES), rows)]


def _settings(source: Path) -> list[str]:
    rows = [
        (f"`{each.name}`", f"`{each.default}`" if each.default else "", "<br>".join(each.places))
        for each in settings(source)
    ]
    return ["## Settings", "", *_table(("variable", "default", "read in"), rows)]


def _laws(source: Path) -> list[str]:
    rows = [(f"`laws/{each.name}`", each.subject, each.law) for each in law_files(source)]
    return ["## Legal values", "", *_table(("file", "what", "law"), rows)]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in rows]
    return [*lines, ""]
