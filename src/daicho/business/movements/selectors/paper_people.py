"""People of a paper (届出書に書かれた人): what a paper says of who comes, for whoever compares it with the card (JUK-004).

Read within the act of whoever asks. The address is the one before the move, which the 本人確認情報 still has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from daicho.business.movements.models import Case

_SEXES: Final = {"male": "男", "female": "女"}


@dataclass(frozen=True, slots=True)
class PaperPerson:
    """One person as typed; the day of birth in the words of the clerk."""

    name: str
    birth: str
    sex: str
    address: str


def paper_people(number: str) -> tuple[PaperPerson, ...]:
    """Those whom the paper of a 受付番号 names, in its order; none for no such number, and where it names none."""
    row = Case.objects.filter(number=number.strip()).only("payload").first()
    payload = row.payload if row and number.strip() else {}
    found: list[PaperPerson] = []
    while f"persons.{len(found)}.kind" in payload or f"persons.{len(found)}.name" in payload:
        at = f"persons.{len(found)}"
        found.append(
            PaperPerson(
                name=payload.get(f"{at}.name") or payload.get(f"{at}.name_alphabet", ""),
                birth=payload.get(f"{at}.birth_date", ""),
                sex=_SEXES.get(payload.get(f"{at}.sex", ""), ""),
                address=payload.get("previous_address", ""),
            )
        )
    return tuple(found)
