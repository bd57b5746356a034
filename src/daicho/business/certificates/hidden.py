"""Hidden items (表示しない項目, STD-10.4): whoever is not shown an item neither looks at nor issues a sheet that carries it.

A preview and a PDF cannot hide a line of what goes out, so that the sheet is left to somebody who may see it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from daicho.business.certificates.domain.composition import Item
from daicho.foundation.staff.public import HideableItem, check_items_open, hidden_items
from daicho.kernel.access import Access
from daicho.kernel.errors import Problem

ITEMS: Final[Mapping[HideableItem, frozenset[Item]]] = {
    HideableItem.DOMICILE: frozenset({Item.DOMICILE}),
    HideableItem.MY_NUMBER: frozenset({Item.INDIVIDUAL_NUMBER}),
    HideableItem.RESIDENT_CODE: frozenset({Item.RESIDENT_CODE}),
    HideableItem.RESIDENCE_STATUS: frozenset(
        {Item.CATEGORY, Item.STATUS, Item.PERIOD, Item.EXPIRES, Item.CARD_NUMBER}
    ),
}
_EVERYTHING: Final = frozenset(HideableItem)
_UNNUMBERED: Final = frozenset({HideableItem.DOMICILE, HideableItem.RESIDENCE_STATUS})
_CODE: Final = frozenset({HideableItem.RESIDENT_CODE})
_RESIDENCE: Final = frozenset({HideableItem.RESIDENCE_STATUS})
PAPERS: Final[Mapping[str, frozenset[HideableItem]]] = {
    "move_out_certificate": _EVERYTHING,
    "move_out_equivalent": _EVERYTHING,
    # What was changed stands on them, whatever it was; numbers never do.
    "ex_officio_record": _UNNUMBERED,
    "ex_officio_notice": _UNNUMBERED,
    "processing_result": _UNNUMBERED,
    "code_notice": _CODE,
    "code_change_notice": _CODE,
    "code_correction_notice": _CODE,
    "ward_notice": frozenset({HideableItem.DOMICILE}),
    "residence_end": _RESIDENCE,
    "residence_list": _RESIDENCE,
}
"""What a paper carries whoever asks for it; those whose items are chosen say so themselves."""


def problems_of_items(access: Access, items: Collection[Item]) -> tuple[Problem, ...]:
    """Beside each chosen item that is hidden from the actor, why it cannot be on the sheet."""
    wanted = set(items)
    return tuple(
        Problem(
            "item_hidden",
            f"item.{item.value}",
            f"{item.label}を載せた証明書は、あなたには作れません。",
            f"{hideable.label}を表示しない設定になっています。",
            "表示できる職員に頼むか、この項目を載せずに作ってください。",
        )
        for hideable in HideableItem
        if hideable in hidden_items(access)
        for item in Item
        if item in ITEMS[hideable] & wanted
    )


def check_paper_open(access: Access, kind: str, items: Collection[str] = ()) -> None:
    """Raise `Refused` when a paper of this kind, or with these items, carries what is hidden from the actor."""
    carried = {h for h, chosen in ITEMS.items() if chosen & set(items)}
    check_items_open(access, PAPERS.get(kind, frozenset()) | carried)
