"""Disposal of movements (届出書・通知書の廃棄, 令34条4項): what the two functions of each file are for.

The change on the register, with who entered, examined and approved it and why, stays: only the paper goes.
"""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (
    DisposalFile("cases", "受付番号"),
    DisposalFile("drafts", "受付番号"),
    DisposalFile("bulk", "一括処理の番号"),
    DisposalFile("immigration", "通知の番号"),
)
