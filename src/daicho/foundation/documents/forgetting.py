"""Forgetting (記憶の解放): the drawing program keeps what it laid out until ten compilations have not used it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

import typst

REMEMBERED: Final = 10


def forget(using: typst.Compiler, nothing: Mapping[str, object]) -> None:
    """Let go of a long file, so that the memory of many is that of one. `nothing`: the data of an empty one.

    What another thread is drawing meanwhile comes out the same, at worst a little later.
    """
    text = json.dumps(nothing)
    for _ in range(REMEMBERED + 1):
        using.compile(sys_inputs={"data": text}, format="svg")
