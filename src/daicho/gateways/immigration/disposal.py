"""Disposal of 市町村通知 (送付の記録の廃棄): what was told, or is not to be told, goes with its file; what waits stays."""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (DisposalFile("tellings", "通知番号"),)
