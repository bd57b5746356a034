"""Groups (住民票の欄): the items of a record as a screen groups them, and what one member of staff is not shown."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Final

from daicho.kernel.number_items import INDIVIDUAL, RESIDENT_CODE, number_in
from daicho.registers.residents.domain.labels import item_label, item_text
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Kind, Particulars, Status


@dataclass(frozen=True, slots=True)
class Group:
    """One heading and its (label, text) lines; `folded` when it holds nothing or is seldom looked at."""

    title: str
    lines: tuple[tuple[str, str], ...]
    folded: bool = False


_JAPANESE: Final = (
    ("本人", ("name", "name_kana", "name_kana_confirmed", "former_surname",
              "former_surname_kana", "former_surname_kana_confirmed",
              "birth_date", "sex", "adult_ward")),
    ("世帯", ("household_number", "head_name", "relationship_to_head", "member_order")),
    ("戸籍の表示", ("domicile", "family_register_head")),
    ("住所", ("postal_code", "address", "katagaki", "address_code", "address_since", "resident_since",
              "resident_reason", "notification_date", "previous_address", "last_registered_address")),
)  # fmt: skip
_FOREIGN: Final = (
    ("本人", ("name_alphabet", "name_kanji", "name_kana", "name_kana_confirmed", "birth_date", "sex",
              "nationality", "name_preference", "adult_ward")),
    ("通称", ("alias", "alias_kana", "alias_kana_confirmed", "alias_recorded_on",
              "alias_recorded_municipality", "alias_deleted_on", "alias_deleted_municipality")),
    ("世帯", ("household_number", "head_name", "relationship_to_head", "member_order")),
    ("在留", ("residence_category", "residence_status", "residence_period", "residence_until",
              "residence_card_number", "special_permanent_number", "landing_period",
              "provisional_stay_period", "residence_notified", "landing_permit_move_in")),
    ("住所", ("postal_code", "address", "katagaki", "address_code", "address_since", "foreign_resident_since",
              "old_alien_registration_date", "resident_reason", "notification_date",
              "previous_address", "last_registered_address")),
)  # fmt: skip
_INDIVIDUAL_MATTERS: Final = (
    "voter_registered", "nhi_insured", "nhi_acquired_on", "nhi_lost_on", "late_elderly_insured",
    "late_elderly_acquired_on", "late_elderly_lost_on", "ltc_insured", "ltc_acquired_on", "ltc_lost_on",
    "pension_insured", "basic_pension_number", "pension_type", "pension_type_changed_on",
    "pension_acquired_on", "pension_lost_on", "child_allowance_start_month",
    "child_allowance_end_month",
)  # fmt: skip
_CARD: Final = ("card_status", "sign_cert_serial", "auth_cert_serial")
_NOTES: Final = ("attention", "remarks")
_REMOVAL: Final = (
    "removal", "removal_reason", "removal_event_date", "removal_notification_date",
    "destination_planned", "destination_confirmed", "arrival_notice_date", "move_out_date",
)  # fmt: skip

HIDEABLE: Final[dict[str, frozenset[str]]] = {
    "domicile": frozenset({"domicile", "family_register_head"}),
    "my_number": frozenset(name for name in ITEM_NAMES if number_in(name) == INDIVIDUAL),
    "resident_code": frozenset(name for name in ITEM_NAMES if number_in(name) == RESIDENT_CODE),
    "residence_status": frozenset(
        {
            "residence_category",
            "residence_status",
            "residence_period",
            "residence_until",
            "residence_card_number",
            "special_permanent_number",
            "landing_period",
            "provisional_stay_period",
        }
    ),
}
"""Items behind each setting of STD-10.4; 続柄 and 世帯主 are in none."""


VEIL: Final = "（表示しない設定です）"
"""What stands where the value of a hidden item would."""


def items_hidden(settings: Set[str]) -> frozenset[str]:
    """The items that these settings hide."""
    return frozenset().union(*(HIDEABLE[name] for name in settings if name in HIDEABLE))


def groups_of(items: Particulars, *, status: Status, hidden: Set[str]) -> tuple[Group, ...]:
    """The items of one version under their headings; lines of the hidden are left out, blank ones stay."""
    layout = _JAPANESE if items.kind is Kind.JAPANESE else _FOREIGN
    groups = [_group(title, names, items, hidden) for title, names in layout]
    if status is not Status.PRESENT:
        groups.insert(0, _group("消除", _REMOVAL, items, hidden))
    groups.append(_group("個別事項", _INDIVIDUAL_MATTERS, items, hidden, fold=True))
    groups.append(_group("カード", _CARD, items, hidden, fold=True))
    groups.append(_group("留意事項・備考", _NOTES, items, hidden))
    return tuple(group for group in groups if group.lines)


def _group(
    title: str, names: tuple[str, ...], items: Particulars, hidden: Set[str], *, fold: bool = False
) -> Group:
    lines = tuple(
        (item_label(name), item_text(name, getattr(items, name)))
        for name in names
        if name not in hidden
    )
    return Group(title, lines, folded=fold and not any(text for _, text in lines))
