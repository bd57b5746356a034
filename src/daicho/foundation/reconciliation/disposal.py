"""Disposal of the runs (整合性確認の記録の廃棄): a run goes with its differences after its years; the last one that came to
its end stays, for the next is due from its day.
"""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (DisposalFile("reconciliations"),)
