"""Anchored heads (外に控えた先端): read from files, and believed only with a good signature."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from daicho.foundation.audit.domain.heads import (
    Head,
    HeadError,
    PublicKey,
    check_signature,
    read_head,
)


@dataclass(frozen=True, slots=True)
class ReadHeads:
    """Heads that may be believed, and why the others may not."""

    heads: tuple[Head, ...]
    refused: tuple[str, ...]


def read_heads(files: Iterable[Path], *, keys: tuple[PublicKey, ...], node: str) -> ReadHeads:
    """All heads in these files (one head as JSON, or one on each line), their signatures checked."""
    heads: list[Head] = []
    refused: list[str] = []
    for path in files:
        for place, found in _documents(path):
            try:
                head = read_head(found)
                check_signature(head, keys=keys, node=node)
            except HeadError as error:
                refused.append(f"{place}: {error}")
            else:
                heads.append(head)
    return ReadHeads(tuple(heads), tuple(refused))


def _documents(path: Path) -> Iterator[tuple[str, object]]:
    """(where it stands, what stands there); None for what is not JSON."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        yield str(path), None
        return
    whole = _parsed(text)
    if isinstance(whole, dict):
        yield str(path), whole
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield f"{path} の {number} 行目", _parsed(line)


def _parsed(text: str) -> object:
    try:
        found: object = json.loads(text)
    except ValueError:
        return None
    return found
