"""The one door for bulk (一括登録): the sample town and an import go through it, as the role `loader` (record.md)."""

from daicho.registers.residents.commands.apply_change import ChangeFacts
from daicho.registers.residents.commands.index_person import Named, Placed
from daicho.registers.residents.commands.load_register import (
    Loaded,
    digest_of_register,
    load,
    next_free_numbers,
)
from daicho.registers.residents.commands.load_rows import (
    CHANGE_FIELDS,
    COLUMNS,
    Batch,
    LoadedNumber,
    LoadedRecord,
    LoadedVersion,
    Prepared,
    Said,
    Seal,
    copy_line,
    copy_text,
    days_text,
    instants_text,
    prepare,
    search_lines,
    version_digests,
    version_lines,
)
from daicho.registers.residents.domain.digests import instant, json_text, sha256_of

__all__ = [
    "CHANGE_FIELDS",
    "COLUMNS",
    "Batch",
    "ChangeFacts",
    "Loaded",
    "LoadedNumber",
    "LoadedRecord",
    "LoadedVersion",
    "Named",
    "Placed",
    "Prepared",
    "Said",
    "Seal",
    "copy_line",
    "copy_text",
    "days_text",
    "digest_of_register",
    "instant",
    "instants_text",
    "json_text",
    "load",
    "next_free_numbers",
    "prepare",
    "search_lines",
    "sha256_of",
    "version_digests",
    "version_lines",
]
