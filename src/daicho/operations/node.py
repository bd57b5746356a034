"""Node (装置の種類): which system of the building an installation runs: its settings, its database, its town.

An installation of the core alone says nothing of itself; every other is marked in `node.json` of its home, so that each
`daicho` command that is given that home speaks to the right system.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from daicho.kernel.errors import Unavailable
from daicho.operations.home import Home

FILE: Final = "node.json"


@dataclass(frozen=True, slots=True)
class Node:
    """One kind of system: its code on the lines, its name, its settings and its database (both empty: it has none)."""

    code: str
    title: str
    settings: str
    database: str


CORE: Final = Node("core", "住民記録", "daicho.config.settings.core", "daicho_core")
MUNICIPAL_CS: Final = Node(
    "municipal_cs", "市町村CS", "daicho.config.settings.municipal_cs", "daicho_municipal_cs"
)
JUKINET_GATEWAY: Final = Node("jukinet_gateway", "住基ネットゲートウェイ", "", "")
NODES: Final = {node.code: node for node in (CORE, MUNICIPAL_CS, JUKINET_GATEWAY)}


def mark(home: Home, node: Node, *, town_code: str) -> None:
    """Write down what this home runs, and for which municipality (6 digits)."""
    text = json.dumps({"node": node.code, "town_code": town_code})
    draft = home.root / f".{FILE}.draft"
    draft.write_text(text + "\n", encoding="utf-8")
    draft.replace(home.root / FILE)


def node_of(home: Home) -> Node:
    """What this home runs; the core where it does not say."""
    said = _said(home.root / FILE).get("node", CORE.code)
    try:
        return NODES[said]
    except KeyError:
        raise Unavailable(
            f"置き場 {home.root} の装置の種類「{said}」が分かりません。",
            why=f"知っているのは {'・'.join(NODES)} です。",
            remedy="新しい版の daicho で作った置き場かどうかを確かめてください。",
        ) from None


def check_has_database(home: Home) -> None:
    """`Unavailable` in words for a home without database and staff: what is asked for is not to be had there."""
    node = node_of(home)
    if not node.database:
        raise Unavailable(
            f"置き場 {home.root} では、その命令は使えません。",
            why=f"{node.title}の置き場で、データベースも職員もありません。",
            remedy="住民記録か市町村CSの置き場を DAICHO_HOME に指定してください。",
            code="node.without_database",
        )


def variables(home: Home) -> dict[str, str]:
    """What the processes of this home are told besides where it is."""
    node = node_of(home)
    named = {"DJANGO_SETTINGS_MODULE": node.settings, "DAICHO_DATABASE_NAME": node.database}
    told = {name: value for name, value in named.items() if value}
    town = _said(home.root / FILE).get("town_code")
    return told | ({"DAICHO_TOWN_CODE": town} if town else {})


def _said(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    said = json.loads(path.read_text(encoding="utf-8"))
    return {str(key): str(value) for key, value in said.items()}
