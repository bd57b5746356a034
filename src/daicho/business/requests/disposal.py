"""Disposal of the request desk (請求・照会・電話の記録の廃棄): what the two functions of each file are for."""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (
    DisposalFile("requests", "受付番号"),
    DisposalFile("inquiries", "受付番号"),
    DisposalFile("calls"),
)
