"""Veil (表示しない項目, STD-10.4): a form whose hidden items are kept by the server, never sent to the browser.

What the clerk types in this very request comes back to them; what the register or the stored draft holds does not, and
is put in again where nothing was typed over it. So whoever does not see an item cannot empty it either: nobody strikes
out of the register what they have not read. The form says so, and who can.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from daicho.registers.residents.domain.sheet_groups import VEIL

KEPT_HINT = f"入力済み{VEIL}。空欄のままなら残り、打ち直すと置き換わります。消すときは、表示できる職員が行います"
UNKNOWN_HINT = f"台帳の内容は出ません{VEIL}"


@dataclass(frozen=True, slots=True)
class Veil:
    """The item names that are hidden, what was typed in this request, and what the server keeps besides."""

    names: Set[str] = frozenset()
    typed: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)

    def covers(self, path: str) -> bool:
        """Whether a path (`persons.0.domicile`, `quoted.domicile`) is that of a hidden item."""
        return path.rpartition(".")[2] in self.names

    def value(self, path: str) -> str:
        """What may stand in the input of a hidden item."""
        return self.typed.get(path, "")

    def hint(self, path: str) -> str:
        return KEPT_HINT if self.kept.get(path) and not self.typed.get(path) else UNKNOWN_HINT

    def lifted(self) -> dict[str, str]:
        """What was typed, with what the server keeps of the hidden items in the blocks that came back."""
        blocks = {path.rpartition(".")[0] for path in self.typed}
        missing = {
            path: value
            for path, value in self.kept.items()
            if self.covers(path) and path not in self.typed and path.rpartition(".")[0] in blocks
        }
        return {**self.typed, **missing}


OPEN = Veil()
