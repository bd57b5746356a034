"""Disposal of 本人確認 (廃棄): results and requests, each after its years; what waits for an answer stays."""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (
    DisposalFile("verifications", "受付番号"),
    DisposalFile("number_changes"),
    DisposalFile("symbol_requests"),
)
