"""Disposal of downtime (用紙の番号の記録の廃棄): sets that were reconciled go; others stay."""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (DisposalFile("downtime", "用紙の番号"),)
