"""Disposal of the register (除票・改製原, 令34条1項): none before 150 years are over; only memos of those who left go.

No function erases a record. What says which records would be the first is `selectors/removed_years`.
"""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (DisposalFile("memos"),)
