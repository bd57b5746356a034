"""Disposal of messages (電文の廃棄): what is settled goes with its answer after its years; what is not stays."""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (
    DisposalFile("lines_sent"),
    DisposalFile("lines_received"),
    DisposalFile("lines_door"),
)
