"""Ports of retention (差込口): what other parts offer to be disposed of, and who is behind a 宛名番号; filled by the wiring."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from daicho.kernel.disposal import DisposalFile
from daicho.kernel.errors import Missing

files: Mapping[str, DisposalFile] = {}
"""Every file that a plan may dispose of, by its code."""


def by_code(offered: Sequence[DisposalFile]) -> dict[str, DisposalFile]:
    """The files by their codes; ValueError when two are called alike."""
    found = {each.code: each for each in offered}
    if len(found) != len(offered):
        raise ValueError("two files are disposed of under one code")
    return found


def _nobody(_number: str) -> UUID | None:
    raise Missing("宛名番号から住民を探せません。", why="住民を探す差込口がつながれていません。")


def _none(_before: date) -> Mapping[int, int]:
    return {}


person_of_atena_number: Callable[[str], UUID | None] = _nobody
"""Who has a 宛名番号."""

removed_before: Callable[[date], Mapping[int, int]] = _none
"""How many 除票・改製原 were closed before a day, by the year in which that was."""
