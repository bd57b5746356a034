"""Disposal of surveys (実態調査の記録の廃棄): what the two functions of each file are for."""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (DisposalFile("surveys", "調査番号"), DisposalFile("mismatches"))
