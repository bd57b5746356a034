"""Privileges (表の権限): which role may do what with which table, as specs/privileges.yaml says and as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from daicho.operations.papers.requirements import read_specification

ROLES = ("app", "loader", "auditor", "vault")
ACTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")

# From the lists of rights themselves: the views of information_schema take many seconds for as many columns.
WHOLE_TABLE = """
SELECT c.relname, r.rolname, g.privilege_type
FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g JOIN pg_roles r ON r.oid = g.grantee
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND r.rolname = ANY(%s)
"""
SOME_COLUMNS = """
SELECT c.relname, r.rolname, g.privilege_type, a.attname
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g JOIN pg_roles r ON r.oid = g.grantee
WHERE c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped AND r.rolname = ANY(%s) AND NOT EXISTS (
    SELECT FROM aclexplode(c.relacl) w WHERE w.grantee = g.grantee AND w.privilege_type = g.privilege_type
)
"""

Privileges = Mapping[str, Mapping[str, str]]


def stated(specs: Path) -> Privileges:
    """What specs/privileges.yaml says: table, role, acts; columns in brackets where only some are meant."""
    raw = read_specification(specs / "privileges.yaml")["tables"]
    return {table: dict(roles or {}) for table, roles in raw.items()}


def actual(
    whole: Iterable[tuple[str, str, str]], some: Iterable[tuple[str, str, str, str]]
) -> Privileges:
    """The same shape, from the rows of `WHOLE_TABLE` and `SOME_COLUMNS`."""
    columns: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for table, role, act in whole:
        columns[table, role][act] = []
    for table, role, act, column in some:
        columns[table, role][act].append(column)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for (table, role), acts in columns.items():
        found[table][role] = " ".join(_act(act, acts[act]) for act in ACTS if act in acts)
    return found


def _act(act: str, columns: list[str]) -> str:
    return f"{act}({', '.join(sorted(columns))})" if columns else act
