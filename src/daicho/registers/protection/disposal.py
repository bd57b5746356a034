"""Disposal of protection (支援措置・抑止の記録の廃棄): what has ended goes; what is in force never does."""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (DisposalFile("protection"),)
