"""Disposal of the books (会計の帳簿の廃棄, 地方自治法236条): a whole fiscal year of one office at a time.

A number is 「窓口／年度」. A year to which a later year's corrections or payments still point waits for that year.
"""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (DisposalFile("cash", "窓口／年度"),)
