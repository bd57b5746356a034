"""People (対象者): the present resident whom a 宛名番号 names, with the two numbers within the caller's own act."""

from __future__ import annotations

from dataclasses import dataclass

from daicho.foundation.vault.public import reveal_many
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.protection.public import Channel, may_disclose
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import person_of_atena_number, records_on


@dataclass(frozen=True, slots=True)
class Numbers:
    """The plain numbers of one person, for the length of one act; blank where there is none."""

    code: str
    individual: str


def present_person(atena_number: str, *, field: str = "atena_number") -> Holding:
    """Who lives here under this number. `Invalid` for nobody, and for whoever is here no more."""
    person = person_of_atena_number(atena_number) if atena_number.strip() else None
    held = records_on([person], business_today()) if person else ()
    found = next((one for one in held if one.status is Status.PRESENT), None)
    if found is None:
        raise Invalid(
            [
                Problem(
                    "identity.nobody",
                    field,
                    "今の住民に、この宛名番号の人はいません。",
                    "番号が違うか、既に消除されています。",
                    "住民を検索して、宛名番号を確かめてください。",
                )
            ]
        )
    return found


def numbers_of(held: Holding) -> Numbers:
    """Both numbers in the clear."""
    items = held.particulars
    code, number = items.resident_record_code_ref, items.individual_number_ref
    plain = reveal_many([ref for ref in (code, number) if ref is not None])
    return Numbers(plain[code] if code else "", plain[number] if number else "")


def check_code(numbers: Numbers) -> None:
    """`Invalid` for somebody without a 住民票コード: the line knows people by it alone."""
    if numbers.code:
        return
    raise Invalid(
        [
            Problem(
                "identity.no_code",
                "atena_number",
                "この人に住民票コードがありません。",
                "住基ネットの電文は、住民票コードで人を表します。",
                "先に住民票コードを記載してください。",
            )
        ]
    )


def check_numbers(held: Holding) -> Numbers:
    """Both numbers. `Invalid` for somebody who lacks one of them: there is nothing to change."""
    numbers = numbers_of(held)
    check_code(numbers)
    if not numbers.individual:
        raise Invalid(
            [
                Problem(
                    "identity.change_atena_number",
                    "atena_number",
                    "この人に個人番号がありません。",
                    "変更は番号のある人に行います。",
                    "入力を直して、もう一度要求してください。",
                )
            ]
        )
    return numbers


def undisclosed(access: Access, held: Holding) -> list[Problem]:
    """What keeps this person's data from whoever asks in a movement."""
    told = may_disclose(access, persons=[held.person], channel=Channel.MOVEMENT)
    return [problem for problem in told.problems(field="atena_number") if problem.is_error]
