"""Disposal of 広域交付 (廃棄): what was asked of us, and what was issued here, each after its years."""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (
    DisposalFile("wide_area_requests", "番号"),
    DisposalFile("wide_area_copies", "発行番号"),
)
