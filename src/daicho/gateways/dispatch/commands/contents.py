"""Contents (送付先情報の中身): made from the register, the vault and what the desk arranged, for one call and nowhere kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from daicho.foundation.vault.public import reveal_many, ring
from daicho.gateways.dispatch.domain.places import Place
from daicho.gateways.dispatch.domain.postings import (
    Addressee,
    Envelope,
    Office,
    Roman,
    body_of,
    registered_place,
)
from daicho.gateways.dispatch.models import Arrangement, Posting, RomanName
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Unavailable
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import household_on

PLACE_USE: Final = "dispatch.place"
ROMAN_USE: Final = "dispatch.roman"


@dataclass(frozen=True, slots=True)
class Facts:
    """A posting, what was arranged for it, and its people as the register has them now."""

    posting: Posting
    arrangement: Arrangement | None
    people: Sequence[Holding]


def profile() -> Any:  # Any: config's own model, which no gateway imports
    """What the town decides of the 住基ネット."""
    return settings.PROFILE.jukinet


def content_of(facts: Facts) -> dict[str, Any]:
    """The body of the message. `Unavailable` where the town's own places are not set, or an arranged address is gone."""
    town, posting = profile().dispatch, facts.posting
    if town.municipality is None:
        raise Unavailable(
            "市町村の住所と電話番号の設定がありません。",
            why="送付先情報には、市町村の名称・郵便番号・住所・電話番号を載せます。",
            remedy="市町村の設定（config/profiles）に dispatch の項目を足してください。",
            code="dispatch.profile",
        )
    envelope = Envelope(
        number=posting.number,
        place=_place(facts),
        municipality_code=settings.TOWN["code"],
        municipality=_office(town.municipality),
        issuing_place=_office(town.issuing_place) if town.issuing_place else None,
        card_place=_office(town.card_place) if town.card_place else None,
        processed_on=posting.processed_on,
        operator=str(posting.operator),
        terminal=posting.terminal,
        print_class=posting.print_class,
    )
    return body_of(posting.layout, envelope, _addressees(facts.people))


def sealed_place(arrangement: Arrangement, place: Place, *, evidence: str) -> None:
    """Seal another address into its arrangement."""
    text = json.dumps({**place.as_document(), "evidence": evidence.strip()}, ensure_ascii=False)
    arrangement.sealed = ring().seal_text(f"{PLACE_USE}:{arrangement.key}", text)
    arrangement.data_key = ring().active_data


def arranged_place(arrangement: Arrangement) -> Mapping[str, str]:
    """The other address and its evidence; empty for the registered address, and once it is erased."""
    if arrangement.sealed is None:
        return {}
    use = f"{PLACE_USE}:{arrangement.key}"
    opened = ring().open_text(use, bytes(arrangement.sealed), key_id=arrangement.data_key)
    found: Mapping[str, str] = json.loads(opened)
    return found


def roman_of(row: RomanName | None) -> Roman:
    """ローマ字 as the desk confirmed them; empty where there are none, or no more."""
    if row is None or row.sealed is None:
        return Roman()
    opened = ring().open_text(f"{ROMAN_USE}:{row.person}", bytes(row.sealed), key_id=row.data_key)
    return Roman(**json.loads(opened))


def _place(facts: Facts) -> Place:
    arranged = facts.arrangement
    if arranged is None or not arranged.elsewhere:
        first = facts.people[0].particulars
        members = household_on(first.household_number, business_today())
        heads = [m.particulars.printed_name for m in members if m.particulars.is_head]
        return registered_place(first, heads[0] if heads else first.head_name)
    found = arranged_place(arranged)
    if not found:
        raise Unavailable(
            "指定した別の送付先は、消去されています。",
            why="別の送付先は、保存期間が過ぎると消します。",
            remedy="送付先を指定し直してください。",
            code="dispatch.place_gone",
        )
    return Place(found["postal_code"], found["address"], found["recipient"])


def _addressees(people: Sequence[Holding]) -> list[Addressee]:
    refs = [
        ref
        for held in people
        for ref in (
            held.particulars.resident_record_code_ref,
            held.particulars.individual_number_ref,
        )
        if ref is not None
    ]
    plain = reveal_many(refs)
    kept = {
        row.person: row for row in RomanName.objects.filter(person__in=[h.person for h in people])
    }
    found = []
    for held in people:
        code = held.particulars.resident_record_code_ref
        number = held.particulars.individual_number_ref
        found.append(
            Addressee(
                items=held.particulars,
                code=plain[code] if code else "",
                number=plain[number] if number else "",
                roman=roman_of(kept.get(held.person)),
            )
        )
    return found


def _office(found: Any) -> Office:  # Any: a part of the town's profile
    return Office(found.name, found.postal_code, found.address, found.phone)
