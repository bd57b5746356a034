"""import(export(x)) = x, but for keys and recorded times: by a second export, byte for byte."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pyrage
from conftest import connect_as

from daicho.foundation.audit.models import Entry
from daicho.operations.postgres import Cluster
from daicho.operations.transfer.layout import FILES, NUMBERS
from daicho.operations.transfer.tests.conftest import Exported, exported_to, taken_over
from daicho.registers.residents.selectors.verify_digests import verify_digests

_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def plain(of: Exported) -> dict[str, str]:
    """Every file as text, the numbers decrypted."""
    found = {}
    for file in FILES:
        content = (of.folder / file.name).read_bytes()
        if file is NUMBERS:
            content = pyrage.decrypt(content, [of.identity])
        found[file.name] = content.decode()
    return found


def test_what_was_exported_comes_back_the_same(
    town: Exported, empty: str, cluster: Cluster, tmp_path: Path
) -> None:
    done = taken_over(town)
    assert done.counts["residents_version"] > 700
    connect_as(cluster, "app", empty)
    again = exported_to(tmp_path / "again", town.identity)
    first, second = plain(town), plain(again)
    assert set(first) == set(second)
    for name in first:
        assert _normalised(first, name) == _normalised(second, name), name
    assert verify_digests().intact
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"residents.loaded", "residents.exported"} <= kinds


def _normalised(texts: dict[str, str], name: str) -> list[list[str]]:
    """Keys by the order in which they are met, lines in an order that keys do not decide."""
    names = _numbers(texts[NUMBERS.name])
    seen: dict[str, str] = {}

    def word(found: re.Match[str]) -> str:
        return names.get(found[0]) or seen.setdefault(found[0], f"#{len(seen)}")

    rows = list(csv.reader(io.StringIO(texts[name], newline="")))
    if name == NUMBERS.name:
        return sorted(row[1:] for row in rows)
    return [[_KEY.sub(word, value) for value in row] for row in rows]


def _numbers(text: str) -> dict[str, str]:
    return {row[0]: f"number {row[2]}" for row in csv.reader(io.StringIO(text))}
