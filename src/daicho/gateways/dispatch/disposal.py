"""Disposal of the records of 送付先情報 (提供の記録の廃棄): a household's posting with its wishes; wishes that never
went; and lines of the card system that nobody matched."""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (
    DisposalFile("dispatches", "送付先管理番号"),
    DisposalFile("dispatch_targets", "一覧の番号"),
)
