"""Tables (一覧): the columns and cells that the table part draws."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; `kind` is empty, `numeric` or `nowrap`."""

    label: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, where it leads, and a marker drawn after it (tone as in `mark`)."""

    text: str
    url: str = ""
    mark: str = ""
    tone: str = ""

    @classmethod
    def of(cls, value: object) -> Cell:
        """A cell as it is, or any other value as text; None is empty."""
        if isinstance(value, Cell):
            return value
        return cls(text="" if value is None else str(value))
