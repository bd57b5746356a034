"""Modules (部品): the source tree as it is written: storeys, apps, rooms, first docstring lines. Nothing is imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

STOREYS = ("operations", "config", "business", "registers", "foundation", "kernel")
LEFT_OUT = {"tests", "migrations", "__pycache__"}
SETTING = re.compile(r"DAICHO_[A-Z_]+")


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file; `path` is below src/daicho, `summary` its docstring's first line."""

    path: str
    summary: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable of the environment, its default where the code states one, and the files that read it."""

    name: str
    default: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LawFile:
    """One file of dated legal values."""

    name: str
    subject: str
    law: str


def modules(source: Path) -> tuple[Module, ...]:
    """Every module with something in it, but for tests and migrations, in the order of the storeys."""
    found = [
        Module(path.relative_to(source).as_posix(), summary_of(path)) for path in _files(source)
    ]
    told = [module for module in found if module.summary]
    return tuple(sorted(told, key=lambda module: (_storey(module.path), module.path)))


def summary_of(path: Path) -> str:
    """The first paragraph's first sentence line of a module's docstring."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.partition("\n\n")[0].split())


def settings(source: Path) -> tuple[Setting, ...]:
    """Every DAICHO_ variable that a module names, by name."""
    defaults: dict[str, str] = {}
    places: dict[str, set[str]] = {}
    for path in _files(source):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and _is_setting(node.value):
                places.setdefault(str(node.value), set()).add(path.relative_to(source).as_posix())
            if isinstance(node, ast.Call) and (pair := _default(node)):
                defaults.setdefault(*pair)
    return tuple(
        Setting(name, defaults.get(name, ""), tuple(sorted(places[name])))
        for name in sorted(places)
    )


def law_files(source: Path) -> tuple[LawFile, ...]:
    """Every file of dated values: its first comment and the law that it names."""
    return tuple(_law_file(path) for path in sorted((source / "laws").glob("*.yaml")))


def _law_file(path: Path) -> LawFile:
    lines = path.read_text(encoding="utf-8").splitlines()
    subject = next((line.lstrip("# ") for line in lines if line.startswith("#")), "")
    law = next((line.removeprefix("law:").strip() for line in lines if line.startswith("law:")), "")
    return LawFile(path.name, subject, law)


def _files(source: Path) -> Iterator[Path]:
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).parts
        if not LEFT_OUT.intersection(parts):
            yield path


def _storey(path: str) -> int:
    first = path.partition("/")[0]
    return STOREYS.index(first) if first in STOREYS else -1


def _is_setting(value: object) -> bool:
    return isinstance(value, str) and SETTING.fullmatch(value) is not None


def _default(call: ast.Call) -> tuple[str, str] | None:
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    asks = isinstance(call.func, ast.Attribute) and call.func.attr == "get"
    if asks and len(texts) == 2 and _is_setting(texts[0]):
        return str(texts[0]), str(texts[1])
    return None
