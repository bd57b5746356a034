"""Files (比べるファイル): 本人確認情報 by its numbered items, 附票本人確認情報 by its fields; what each calls what the comparison needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from daicho.foundation.messages.public import LAYOUTS, ROWS, label_of

Items = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class File:
    """One file, `code` as the messages name it. Rows are in order of `key`, of at most `longest` letters, which both sides know.

    `secret`: items of which only that they differ is kept, never what they are.
    """

    code: str
    key: str
    longest: int
    resident_code: str
    name: str
    birth: str
    address: str
    sequence: str
    secret: frozenset[str]
    dates: frozenset[str]
    numbered: bool

    @property
    def who(self) -> tuple[str, str, str]:
        """By what somebody is known on a list."""
        return self.name, self.birth, self.address

    def row_of(self, items: Items) -> dict[str, Any]:  # Any: JSON
        """A row as the digests and the messages have it."""
        return {"items": dict(items)} if self.numbered else dict(items)

    def items_of(self, row: Mapping[str, Any]) -> Items:
        """What a row of a message says."""
        items: Items = row["items"] if self.numbered else row
        return items

    def in_block(self, items: Items, block: str) -> bool:
        """Whether a row is of a block; one without a 住民票コード is of the block of zeros."""
        code = items.get(self.resident_code, "")
        return code.startswith(block) if code else not block.strip("0")

    def title_of(self, item: str) -> str:
        """An item as a clerk reads it."""
        if not self.numbered:
            return label_of(item)
        known = LAYOUTS[ROWS].by_number.get(item)
        return known.title if known else f"項目{item}"

    def in_order(self, items: Iterable[str]) -> tuple[str, ...]:
        """Items as they are listed: by number, or by name."""
        return tuple(sorted(items, key=int) if self.numbered else sorted(items))


IDENTITY: Final = File(
    code="identity",
    key="1",
    longest=11,
    resident_code="1",
    name="2",
    birth="6",
    address="11",
    sequence="29",
    secret=frozenset(LAYOUTS[ROWS].bearing),
    dates=frozenset({"22", "25"}),
    numbered=True,
)
ANNEX: Final = File(
    code="annex",
    key="record_number",
    longest=40,
    resident_code="code",
    name="name",
    birth="birth_on",
    address="address",
    sequence="update_number",
    secret=frozenset({"code"}),
    dates=frozenset({"address_since", "event_on", "recorded_on"}),
    numbered=False,
)
