"""Reasons of flows (異動事由の区分): 自然増減, 社会増減 and その他, from the 37 異動事由 (STD-1.2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from daicho.registers.residents.domain.labels import REASON_LABELS

ENTRY, REMOVAL = "entry_", "removal_"
OTHER_IN, OTHER_OUT = "entry_unlisted", "removal_unlisted"


@dataclass(frozen=True, slots=True)
class FlowGroup:
    """One of 自然・社会・その他: what adds to it and what takes from it."""

    code: str
    label: str
    gains: tuple[str, ...]
    losses: tuple[str, ...]


GROUPS: Final = (
    FlowGroup("natural", "自然増減", ("entry_birth",), ("removal_death",)),
    FlowGroup(
        "social",
        "社会増減",
        ("entry_domestic_move_in", "entry_overseas_move_in"),
        ("removal_domestic_move_out", "removal_overseas_move_out"),
    ),
    FlowGroup(
        "other",
        "その他の増減",
        (
            "entry_ex_officio_naturalization",
            "entry_ex_officio_nationality_loss",
            "entry_ex_officio",
            "entry_reformat",
            "entry_recreation",
            "entry_reversal",
            OTHER_IN,
        ),
        (
            "removal_ex_officio_naturalization",
            "removal_ex_officio_nationality_loss",
            "removal_ex_officio",
            "removal_reformat",
            "removal_recreation",
            "removal_reversal",
            OTHER_OUT,
        ),
    ),
)
ALWAYS: Final = frozenset(
    {
        *GROUPS[0].gains,
        *GROUPS[0].losses,
        *GROUPS[1].gains,
        *GROUPS[1].losses,
        "entry_ex_officio_naturalization",
        "entry_ex_officio_nationality_loss",
        "entry_ex_officio",
        "removal_ex_officio_naturalization",
        "removal_ex_officio_nationality_loss",
        "removal_ex_officio",
    }
)
"""Rows that stand in a table even where nothing of the kind happened."""
_OWN: Final = {
    "entry_reformat": "改製（増）",
    "entry_recreation": "再製（増）",
    "removal_reformat": "改製（減）",
    "removal_recreation": "再製（減）",
    OTHER_IN: "その他（増）",
    OTHER_OUT: "その他（減）",
}
KNOWN: Final = frozenset(code for g in GROUPS for code in (*g.gains, *g.losses))


def row_of(reason: str, way: int) -> str:
    """The row that a step belongs to; one under a reason of another system goes under その他."""
    if reason in KNOWN and reason.startswith(ENTRY if way > 0 else REMOVAL):
        return reason
    return OTHER_IN if way > 0 else OTHER_OUT


def label_of(code: str) -> str:
    """The words of a row."""
    return _OWN.get(code) or REASON_LABELS[code]
