"""Items of 本人確認情報 (DATA-002, DATA-013) by the seeds' numbers; layouts and forms are those of the messages.

Up to 36 all layouts agree; from 37 on they count differently.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from daicho.foundation.messages.public import LAYOUTS

Items = Mapping[str, str]

CODE, NAME, KANA, SEION, BIRTH, SEX = "1", "2", "4", "5", "6", "7"
MUNICIPALITY, ADDRESS, NUMBER = "8", "11", "13"
RELATIONSHIP, REASON, EVENT_ON = "20", "21", "22"
FORMER_CODE, CODE_USED_ON = "24", "25"
SEQUENCE, FORBIDDEN, EXPECTED, EXCLUSIVE, GAIJI, STATUS = "29", "31", "32", "33", "34", "35"

NUMBERS: Final = LAYOUTS["identity-38"].bearing
"""Items that only the vault holds in the clear."""

FOUR_ITEMS: Final[dict[str, str]] = {
    "name": NAME,
    "birth_on": BIRTH,
    "sex": SEX,
    "address": ADDRESS,
}
"""基本4情報, by the names that a query gives them."""


def name_of(layout: str, number: str) -> str:
    """The seeds' name of an item; its number alone where the layout has none of the kind."""
    known = LAYOUTS[layout].by_number.get(number) if layout in LAYOUTS else None
    return known.title if known else f"項目{number}"
