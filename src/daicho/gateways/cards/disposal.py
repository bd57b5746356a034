"""Disposal of cards (カードの記録の廃棄): one that is over, with its events; settled notices; checks; openings of past days."""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (
    DisposalFile("cards", "カードの番号"),
    DisposalFile("card_notices", "通知番号"),
    DisposalFile("card_checks", "カードの番号"),
    DisposalFile("card_openings"),
)
