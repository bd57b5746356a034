"""Marked items (番号を含む項目の印, DATA-018): the one list that covering, outputs, the move to another system and the logs read.

An item is marked under the name that the programs give it, never by the words of its title: 番号制度個人番号 is the marked
`individual_number`, 特別徴収個人番号 is a number of the tax office's own. Items that bear a 住民票コード are kept as
carefully and have a mark of their own. A name may end in `_ref`: a reference into the vault bears what it points at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

INDIVIDUAL: Final = "individual_number"
RESIDENT_CODE: Final = "resident_record_code"
REFERENCE: Final = "_ref"

_MARKED: Final[Mapping[str, str]] = {
    "individual_number": INDIVIDUAL,
    "resident_record_code": RESIDENT_CODE,
    "former_resident_record_code": RESIDENT_CODE,
}


def number_in(item: str) -> str:
    """Which number an item bears (`INDIVIDUAL`, `RESIDENT_CODE`); empty for an item without the mark."""
    return _MARKED.get(item.removesuffix(REFERENCE), "")
