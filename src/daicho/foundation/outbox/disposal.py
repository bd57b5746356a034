"""Disposal of the outbox (送出済みの出来事の廃棄): what was delivered goes; what was not stays."""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (DisposalFile("outbox"),)
