"""Inventory of the CS (目録の試験): nothing without its policy, privilege or retention, and nothing beyond its walls (JUK-040, 041)."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from django.apps import apps
from django.conf import settings as django_settings
from django.urls import URLPattern, URLResolver, get_resolver

from daicho.foundation.audit.public import AuditType, registry
from daicho.foundation.lines.domain.configuration import Address, read_lines
from daicho.foundation.lines.public import Party
from daicho.foundation.messages.public import LAYOUTS, REASONS
from daicho.foundation.staff.operations import OPERATIONS
from daicho.kernel.errors import Unavailable
from daicho.nodes.municipal_cs import audit_types, parties
from daicho.nodes.municipal_cs.domain import reasons
from daicho.nodes.municipal_cs.tests.scene import CS, Scene
from daicho.operations.papers.privileges import (
    ROLES,
    SOME_COLUMNS,
    WHOLE_TABLE,
    actual,
    stated,
)
from daicho.operations.postgres import Cluster

ROOT = Path(__file__).resolve().parents[5]
HERE = ROOT / "src" / "daicho" / "nodes" / "municipal_cs"
SPECS = ROOT / "specs" / "nodes" / "municipal_cs"
OURS = "municipal_cs_"
PERSONAL = {"none", "staff", "resident", "number", "number_ref"}


def urls(resolver: URLResolver | None = None, above: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address with its pattern."""
    for each in (resolver or get_resolver()).url_patterns:
        path = above + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from urls(each, path)
        else:
            yield path, each


def test_every_address_says_who_may_open_it() -> None:
    found = list(urls())
    assert len(found) > 40
    bare = [
        path
        for path, pattern in found
        if not getattr(pattern.callback, "open_because", "")
        and getattr(pattern.callback, "operation", "") not in {*OPERATIONS, "sign_in"}
    ]
    assert bare == []


def test_every_entry_of_the_menu_leads_to_a_screen_of_its_own_operation() -> None:
    asked = {p.name: getattr(p.callback, "operation", "") for _, p in urls()}
    menu = {op.code: op.screen for op in OPERATIONS.values() if op.screen}
    assert {code: screen for code, screen in menu.items() if asked.get(screen) != code} == {}


def test_every_table_has_the_privileges_that_are_stated(
    cluster: Cluster, fresh_database: str
) -> None:
    with psycopg.connect(cluster.dsn("migrator", database=fresh_database)) as held:
        whole: list[Any] = held.execute(WHOLE_TABLE, [list(ROLES)]).fetchall()
        some: list[Any] = held.execute(SOME_COLUMNS, [list(ROLES)]).fetchall()
        rows = held.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        there = {str(name) for (name,) in rows}
    says, is_so = stated(SPECS), actual(whole, some)
    assert set(says) == {name for name in there if name.startswith(OURS)}
    assert says == {name: roles for name, roles in is_so.items() if name.startswith(OURS)}


def test_every_column_says_whose_it_is_and_how_long_it_is_kept() -> None:
    said = yaml.load((SPECS / "personal-data.yaml").read_bytes(), Loader=yaml.CSafeLoader)["tables"]
    tables = {
        model._meta.db_table: [str(field.column) for field in model._meta.concrete_fields]
        for model in apps.get_app_config("municipal_cs").get_models()
    }
    assert set(said) == set(tables)
    for name, columns in tables.items():
        listed = [column for group in said[name] for column in group["columns"]]
        assert sorted(listed) == sorted(columns), name
        for group in said[name]:
            assert group["personal"] in PERSONAL, name
            assert group["keep"], name
            assert group["basis"], name


@pytest.mark.proves("JUK-041")
def test_neither_the_register_nor_addressees_are_within_reach() -> None:
    """No app of theirs runs here, and no module of the node names one."""
    installed = {config.name for config in apps.get_app_configs()}
    assert not [name for name in installed if name.startswith("daicho.registers")]
    assert not [name for name in installed if name.startswith("daicho.business")]
    known = ("daicho.foundation.", "daicho.kernel.", "daicho.nodes.municipal_cs")
    for path in HERE.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if module and module.startswith("daicho"):
                assert module.startswith(known), (path.name, module)
    assert django_settings.NODE == "municipal_cs"


@pytest.mark.proves("JUK-041")
@pytest.mark.django_db
def test_a_line_to_anybody_else_of_the_town_hall_stops_the_start(
    scene: Scene, settings: Any, tmp_path: Path
) -> None:
    assert scene
    parties.check_peers()
    peers = {**settings.LINES.peers, Party("072010", "immigration"): Address("127.0.0.1", 9)}
    settings.LINES = replace(settings.LINES, peers=peers)
    with pytest.raises(Unavailable) as caught:
        parties.check_peers()
    assert "072010:immigration" in caught.value.what
    (tmp_path / "lines").mkdir()
    told = {
        "party": str(CS),
        "listen": "127.0.0.1:1",
        "peers": {"072010:addressees": "127.0.0.1:2"},
    }
    (tmp_path / "lines" / "lines.json").write_text(json.dumps(told))
    with pytest.raises(Unavailable):
        read_lines(tmp_path)


def test_every_audit_type_is_registered() -> None:
    made = {each for each in vars(audit_types).values() if isinstance(each, AuditType)}
    assert made
    assert {each.code for each in made} <= set(registry.by_code)


def test_the_reasons_are_the_standards() -> None:
    assert set(reasons.REASONS) == set(REASONS)
    assert sum(reason.count for reason in reasons.REASONS.values()) == 37


@pytest.mark.parametrize("layout", ["identity-38", "identity-40", "identity-40-2025"])
def test_the_items_that_the_checks_name_stand_where_they_say(layout: str) -> None:
    titles = {number: item.title for number, item in LAYOUTS[layout].by_number.items()}
    assert [titles[n] for n in ("1", "2", "6", "11", "13", "20", "21", "24", "29", "35")] == [
        "住民票コード",
        "漢字氏名",
        "生年月日",
        "住所",
        "個人番号",
        "続柄",
        "異動事由",
        "旧住民票コード",
        "更新順番号",
        "レコード状況フラグ",
    ]
