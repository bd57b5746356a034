"""Quoting (引用と再確認, REG-039): what was taken over from another paper, and where the clerk typed something else.

The quoted values stand in the payload under `quoted.`; only the program puts them there, never a browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import Sheet

PREFIX: Final = "quoted."
NEEDS_REASON: Final = frozenset({"quoted_differs"})
"""Alerts that are confirmed only together with a reason."""


def quoted_in(payload: Mapping[str, str]) -> dict[str, str]:
    """What was quoted, by the field that it was quoted into."""
    return {k.removeprefix(PREFIX): v for k, v in payload.items() if k.startswith(PREFIX)}


def departures(payload: Mapping[str, str], sheet: Sheet) -> tuple[tuple[str, str, str, str], ...]:
    """(field, label, quoted, typed) of every field that says something else than what was quoted."""
    labels = {
        spec.name: spec.label for part in (*sheet.form, *sheet.persons) for spec in part.fields
    }
    return tuple(
        (path, labels.get(path.rsplit(".", 1)[-1], path), quoted, payload.get(path, ""))
        for path, quoted in quoted_in(payload).items()
        if payload.get(path, "").strip() != quoted.strip()
    )


def check_quoted(reader: Reader, sheet: Sheet) -> None:
    """Every departure wants a confirmation and its reason."""
    for path, label, _, _ in departures(reader.payload, sheet):
        reader.alert(
            path,
            "quoted_differs",
            f"{label}が、引用した内容と違います。",
            "引用できる内容は打ち直さない決まりです。違えるときは、その理由を残します。",
            "引用した内容に戻すか、理由を入力して確かめてください。",
        )
