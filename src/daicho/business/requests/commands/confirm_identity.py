"""Confirm identity (本人確認, 番号法16条; REG-055): documents of the day's table, and the card beside the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from daicho.business.certificates.public import fold_address
from daicho.business.requests.audit_types import CARD_COMPARED
from daicho.business.requests.commands.steps import (
    check_step,
    choices_on,
    describe,
    is_identified,
    keep_act,
    lock_request,
)
from daicho.business.requests.domain.card import (
    CardItem,
    Outcome,
    Reading,
    Registered,
    compare_card,
    is_confirmed,
)
from daicho.business.requests.domain.states import Action
from daicho.business.requests.models import Request
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.foundation.vault.public import NumberKind, find
from daicho.kernel.access import Access
from daicho.kernel.check_digits import fold_digits
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.domain.particulars import Kind, Particulars, Status
from daicho.registers.residents.public import records_on

CARDS = frozenset({"individual_number_card", "specified_residence_card"})
"""A card that was read and differs proves nothing until its face has been brought up to date."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What confirming came to: the four items of the card (blank where no card was read), and the number."""

    edition: int
    outcomes: Mapping[CardItem, Outcome]
    number: Outcome
    identified: bool

    @property
    def card_confirmed(self) -> bool:
        """確認済."""
        return is_confirmed(self.outcomes)


def confirm_identity(
    access: Access,
    *,
    request: UUID,
    edition: int,
    documents: Sequence[str],
    proofs: Sequence[str],
    reading: Reading | None = None,
    number: str = "",
) -> Confirmed:
    """Keep which documents were shown, and how the card compares with the register's four items and number.

    What the card says is compared and forgotten. 番号確認 looks the number up by its hash; it is kept nowhere. A card
    that differs does not count as a document: other ones are asked for. `Invalid` for documents
    that prove nothing today, or a card to compare with nobody.
    """
    check_may(access, "requests.handle")
    with recorded(access, CARD_COMPARED) as note:
        row = lock_request(request)
        check_step(row, Action.CONFIRM, edition=edition)
        today = business_today()
        _check_known(documents, proofs)
        outcomes: dict[CardItem, Outcome] = {}
        same_number = Outcome.NOT_READ
        if reading is not None or number.strip():
            own = _requester(row)
            if reading is not None:
                outcomes = compare_card(reading, _registered(own), fold_address=fold_address)
            if number.strip():
                same_number = _same_number(number, own)
        row.documents, row.proofs = list(dict.fromkeys(documents)), sorted(set(proofs))
        differs = Outcome.DIFFERS in outcomes.values() or same_number is Outcome.DIFFERS
        if differs:
            row.documents = [code for code in row.documents if code not in CARDS]
        row.identified = is_identified(row, today)
        compared = {item.value: outcome.value for item, outcome in outcomes.items()}
        facts = {
            "card": compared,
            "number": same_number.value,
            "documents": row.documents,
            "proofs": row.proofs,
            "identified": row.identified,
        }
        keep_act(access, row, Action.CONFIRM, facts=facts)
        describe(note, row, Action.CONFIRM)
        note.say(outcome={**compared, "number": same_number.value})
        return Confirmed(row.edition, outcomes, same_number, row.identified)


def _check_known(documents: Sequence[str], proofs: Sequence[str]) -> None:
    choices = choices_on(business_today())
    if set(documents) <= set(choices.documents) and set(proofs) <= set(choices.proofs):
        return
    raise Invalid(
        [
            Problem(
                "request.documents",
                "documents",
                "今日は使えない書類が選ばれています。",
                "本人確認書類は、日付のある表で決まっています。通知カードと期限の切れたものは使えません。",
                "一覧から選び直してください。",
            )
        ]
    )


def _requester(row: Request) -> Particulars:
    """The items of whoever asks, as the register holds them today."""
    people = [row.requester_person] if row.requester_person else []
    held = [h for h in records_on(people, business_today()) if h.status is Status.PRESENT]
    if not held:
        raise Invalid(
            [
                Problem(
                    "card.nobody",
                    "card_text",
                    "カードと照らす人が、台帳にいません。",
                    "請求者が台帳の人として特定されていないか、今の住民ではありません。",
                    "先に人を特定するか、カードを目で確かめて、書類の種類に印を付けてください。",
                )
            ]
        )
    return held[0].particulars


def _registered(own: Particulars) -> Registered:
    others = (
        (own.alias, own.name_kanji, own.name_alphabet)
        if own.kind is Kind.FOREIGN
        else (_with_former(own),)
    )
    return Registered(
        name=own.printed_name,
        address=own.address,
        katagaki=own.katagaki,
        birth=own.birth_date.exact,
        sex=own.sex.label,
        other_names=tuple(filter(None, others)),
    )


def _with_former(own: Particulars) -> str:
    """氏名 with 旧氏 in brackets, as a card shows it: 見本［旧姓］　花子."""
    if not own.former_surname:
        return ""
    family, _, given = own.name.partition("\u3000")
    return f"{family}［{own.former_surname}］\u3000{given}"


def _same_number(text: str, own: Particulars) -> Outcome:
    """番号確認 (番号法16条): by the number's hash alone."""
    digits = fold_digits(text)
    if own.individual_number_ref is None or len(digits) != 12 or not digits.isdecimal():
        return Outcome.DIFFERS
    same = find(NumberKind.INDIVIDUAL, digits) == own.individual_number_ref
    return Outcome.SAME if same else Outcome.DIFFERS
