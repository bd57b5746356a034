"""Disposal of 戸籍の通知 (戸籍の通知・届出の廃棄, 令34条4項): what is settled goes after its year; what waits stays.

No function erases a 附票: a closed one is kept for its own 150 years (laws/retention_periods.yaml, `removed_annex`).
"""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (DisposalFile("family_notices", "通知番号"),)
