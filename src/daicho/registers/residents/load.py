"""The one door for bulk (一括登録): the sample town and an import go through it, as the role `loader` (record.md)."""

from daicho.registers.residents.commands.apply_change import ChangeFacts
from daicho.registers.residents.commands.load_register import (
    Loaded,
    digest_of_register,
    load,
    next_free_numbers,
)
from daicho.registers.residents.commands.load_rows import (
    COLUMNS,
    Batch,
    LoadedNumber,
    LoadedRecord,
    LoadedVersion,
    Prepared,
    Seal,
    prepare,
)

__all__ = [
    "COLUMNS",
    "Batch",
    "ChangeFacts",
    "Loaded",
    "LoadedNumber",
    "LoadedRecord",
    "LoadedVersion",
    "Prepared",
    "Seal",
    "digest_of_register",
    "load",
    "next_free_numbers",
    "prepare",
]
