"""People (測定に使う人): residents of the sample town whom the measurements look up, and those who move in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from random import Random
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from daicho.foundation.vault.public import reveal
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.particulars import Kind, Status
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors.holdings import KNOWN_NOW

_SIGNS = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ"
_KANJI = "架空見本仮想台帳試験用例示"
TOWN = {"town_code": "066000", "town_code_text": "五老内町"}


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody who is looked up, as a clerk would type it."""

    kana: str
    birth: str
    atena_number: str
    individual_number: str


def targets(wanted: int) -> list[Target]:
    """Present Japanese residents with a whole date of birth and a 個人番号; keys are random, so their order is too."""
    rows = (
        _present()
        .filter(kind=Kind.JAPANESE.value, birth_date__contains="|exact|")
        .exclude(individual_number_ref=None)
        .select_related("person")
        .order_by("key")[:wanted]
    )
    with transaction.atomic():
        return [
            Target(
                kana=row.particulars().name_kana,
                birth=row.birth_on.isoformat(),
                atena_number=row.person.atena_number,
                individual_number=reveal(ref),
            )
            for row in rows
            if (ref := row.particulars().individual_number_ref)
        ]


def households_of_three(wanted: int) -> list[tuple[UUID, ...]]:
    """Records of households of three Japanese, in 記載順位."""
    numbers = (
        _present()
        .values("household_number")
        .annotate(members=Count("key"), of_japanese=Count("kind", distinct=True))
        .filter(members=3, of_japanese=1)
        .order_by("household_number")
        .values_list("household_number", flat=True)
    )
    chosen = list(numbers)
    Random(1).shuffle(chosen)
    rows = (
        _present()
        .filter(household_number__in=chosen[:wanted], kind=Kind.JAPANESE.value)
        .order_by("household_number", "member_order")
        .values_list("household_number", "record_id")
    )
    found: dict[str, list[UUID]] = {}
    for number, record in rows:
        found.setdefault(number, []).append(record)
    return [tuple(records) for records in found.values() if len(records) == 3]


def _present() -> QuerySet[Version]:
    return Version.objects.filter(
        KNOWN_NOW, valid__contains=business_today(), status=Status.PRESENT.value
    )


class Arrivals:
    """Families of three who come from elsewhere, every one different from all before."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(seed)
        self._bodies = count(self._rng.randrange(10**8))

    def paper(self) -> dict[str, str]:
        """A 転入届 with numbers, as a counter types it."""
        today = business_today().isoformat()
        surname = "".join(self._rng.choices(_KANJI, k=3))
        kana = "".join(self._rng.choices(_SIGNS, k=5))
        paper = {
            "origin": "domestic_certificate",
            "event_date": today,
            "notified_on": today,
            "previous_address": "東京都架空区見本町1番地",
            "certificate_seen": "on",
            "channel": "counter",
            "notifier_relation": "self",
            "identity_document": "individual_number_card",
            "destination": "new",
            **TOWN,
            "banchi": f"{self._rng.randint(1, 99)}-{self._rng.randint(1, 99)}",
            "katagaki": "",
        }
        head = f"{surname}　{self._given()}"
        for index, (relationship, sex, year) in enumerate(
            (("世帯主", "male", 1985), ("妻", "female", 1987), ("子", "male", 2015))
        ):
            name = head if index == 0 else f"{surname}　{self._given()}"
            own = {
                "kind": "japanese",
                "name": name,
                "name_kana": f"{kana}　{''.join(self._rng.choices(_SIGNS, k=4))}",
                "birth_date": f"{year}-{self._rng.randint(1, 12):02}-{self._rng.randint(1, 28):02}",
                "sex": sex,
                "relationship": relationship,
                "domicile": "東京都架空区見本町1番地",
                "family_register_head": head,
                **self._numbers(),
            }
            paper |= {f"persons.{index}.{item}": value for item, value in own.items()}
        return paper

    def _given(self) -> str:
        return "".join(self._rng.choices(_KANJI, k=2))

    def _numbers(self) -> dict[str, str]:
        while True:
            body = next(self._bodies)
            own = INDIVIDUAL_NUMBER.number(f"{97 * 10**9 + body:011d}")
            code = RESIDENT_RECORD_CODE.number(f"{9 * 10**9 + body:010d}")
            if own and code:
                return {"individual_number": own, "resident_record_code": code}
