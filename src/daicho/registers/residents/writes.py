"""The door by which the register changes: `business.movements` alone goes through it (architecture.md §2)."""

from daicho.registers.residents.commands.apply_change import (
    ChangeFacts,
    RecordChange,
    Written,
    apply_changes,
    new_person,
)
from daicho.registers.residents.commands.numbers import next_atena_number, next_household_number
from daicho.registers.residents.locks import lock
from daicho.registers.residents.selectors import holdings, scans
from daicho.registers.residents.selectors.effects import effect_of
from daicho.registers.residents.selectors.lookalikes import find_lookalikes

__all__ = [
    "ChangeFacts",
    "RecordChange",
    "Written",
    "apply_changes",
    "effect_of",
    "find_lookalikes",
    "holdings",
    "lock",
    "new_person",
    "next_atena_number",
    "next_household_number",
    "scans",
]
