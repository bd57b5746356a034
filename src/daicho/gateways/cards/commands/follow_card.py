"""Follow a card (住民票のカードの項目): the register's own word follows the desk, recorded by the system (REG-052, REG-054)."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid5

from daicho.business.movements.public import open_amendment, record_card, record_serials
from daicho.foundation.staff.public import system_access
from daicho.gateways.cards.domain.standing import register_word
from daicho.gateways.cards.domain.states import CardKind, State
from daicho.gateways.cards.models import Card, CardCertificate
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.public import records_on

ALREADY: Final = "case.sent_twice"


def follow_card(card: UUID, *, edition: int) -> None:
    """Write 発行状況 and serial numbers as the cards of this person stand now; nothing where the register says so already.

    Somebody who is not a resident any more has a 除票, which stays as it was. What cannot be recorded becomes a draft.
    """
    row = Card.objects.get(key=card)
    held = [h for h in records_on([row.person], business_today()) if h.status is Status.PRESENT]
    if not held:
        return
    items = held[0].particulars
    access = system_access(Purpose.MOVEMENT, job="cards")
    notice = f"{card}:{edition}"
    cards = Card.objects.filter(person=row.person).exclude(kind=CardKind.BASIC.value)
    word = register_word([State(state) for state in cards.values_list("state", flat=True)])
    if word is not None and word != items.card_status:
        _record(access, row.person, notice, {"card_status": word})
    serials = _serials(row.person)
    if serials != _written(items):
        _record(access, row.person, notice, serials)


def _serials(person: UUID) -> dict[str, str]:
    rows = CardCertificate.objects.filter(card__person=person, revoked_on=None).order_by("id")
    found = dict(rows.values_list("kind", "serial"))
    return {
        "sign_cert_serial": found.get("signature", ""),
        "auth_cert_serial": found.get("authentication", ""),
    }


def _written(items: Particulars) -> dict[str, str]:
    return {
        "sign_cert_serial": items.sign_cert_serial,
        "auth_cert_serial": items.auth_cert_serial,
    }


def _record(access: Access, person: UUID, notice: str, items: dict[str, str]) -> None:
    try:
        if "card_status" in items:
            record_card(access, person=person, notice=notice, status=items["card_status"])
        else:
            record_serials(
                access,
                person=person,
                notice=notice,
                sign=items["sign_cert_serial"],
                auth=items["auth_cert_serial"],
            )
    except Conflict as error:
        # The same change was recorded before; whoever's case is under way is asked again later.
        if error.reason_code != ALREADY:
            raise
    except Invalid:
        _draft(access, person, notice, items)


def _draft(access: Access, person: UUID, notice: str, items: dict[str, str]) -> None:
    kind = "card_status" if "card_status" in items else "certificate_serials"
    case = uuid5(person, f"{kind}:{notice}")
    try:
        open_amendment(access, kind=kind, person=person, facts={}, edits=items, case=case)
    except Conflict as error:
        if error.reason_code != ALREADY:
            raise
