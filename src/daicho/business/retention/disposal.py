"""Disposal of retention's own (解いた保留の廃棄): plans are kept as receipts; of holds, what has ended goes."""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (DisposalFile("holds"),)
