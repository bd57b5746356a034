"""Special words (特別養子縁組の留意事項, STD-1.1.14): the words that must stand beside where somebody went or came from.

They are a 留意事項 (B類型) of that very 異動 and name the item that they hang on. A printed history leaves such lines out
unless it is asked for (STD-1.1.4).
"""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.reading import Reader

ADOPTED, DISSOLVED = "adopted", "dissolved"
WORDS: Final = {ADOPTED: "特別養子縁組", DISSOLVED: "特別養子縁組解消"}
FIELD: Final = sheet.FieldSpec(
    "special_words",
    "特別養子縁組による異動",
    sheet.Input.CHOICE,
    (("", "—"), *WORDS.items()),
    hint="留意事項に記載します",
)


def special_words(reader: Reader, item: str) -> str:
    """The 留意事項 beside `item`; empty where the 異動 has nothing to do with a special adoption."""
    chosen = reader.raw(FIELD.name) or (ADOPTED if reader.has("special_adoption") else "")
    return f"{WORDS[chosen]}（{item}）" if chosen in WORDS else ""
