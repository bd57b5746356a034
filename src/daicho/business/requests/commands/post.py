"""Post (郵送請求の処理): 定額小為替 that came, what leaves in which envelope, what the post brings back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daicho.business.certificates.public import ROWS, Destination, Item, Requester, fold_address
from daicho.business.requests.audit_types import DISPATCHED, REQUEST_ACTED
from daicho.business.requests.commands.hand_over import (
    FOREIGN,
    check_disclosable,
    check_sheets,
    fee_open,
    fee_yen,
    keep_mix_up,
    sheets_due,
)
from daicho.business.requests.commands.steps import check_step, describe, keep_act, lock_request
from daicho.business.requests.domain.handover import same_number
from daicho.business.requests.domain.postal import (
    METHODS,
    Note,
    Reckoning,
    check_sending,
    note_problems,
    reckon,
)
from daicho.business.requests.domain.states import Action, State
from daicho.business.requests.models import Dispatch, MoneyOrder, Request
from daicho.foundation.audit.public import recorded
from daicho.foundation.law_values import value_on
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import check_text
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.public import records_on

NUMBERS = frozenset({Item.INDIVIDUAL_NUMBER.value, Item.RESIDENT_CODE.value})
OWN = frozenset({Requester.SELF.value, Requester.HOUSEHOLD.value})


@dataclass(frozen=True, slots=True)
class Envelope:
    """One envelope: how it goes, its number, to whom and where, and what was read before it was closed.

    `scanned` are the sheets in it, `label` the number on its 宛名票.
    """

    method: str
    tracking: str
    to_name: str
    to_address: str
    scanned: tuple[str, ...] = ()
    words: str = ""
    label: str = ""


def take_notes(access: Access, *, request: UUID, edition: int, notes: Sequence[Note]) -> int:
    """Take in the notes that came. Returns the new edition; `Invalid` for a number taken before, a face unknown."""
    check_may(access, "requests.handle")
    with recorded(access, REQUEST_ACTED) as note:
        row = lock_request(request)
        check_step(row, Action.TAKE_NOTES, edition=edition)
        today = business_today()
        rules = value_on("money_orders", "postal_money_order", today)
        numbers = [one.number for one in notes]
        known = MoneyOrder.objects.filter(number__in=numbers).values_list("number", flat=True)
        wrong = note_problems(
            notes,
            faces=rules.facts["denominations"],
            months=rules.facts["months"],
            today=today,
            known=set(known),
        )
        if wrong:
            raise Invalid(wrong)
        MoneyOrder.objects.bulk_create(
            MoneyOrder(
                request=row,
                number=one.number,
                yen=one.yen,
                issued_on=one.issued_on,
                taken_at=business_now(),
                taken_by=access.staff_key,
                taken_by_name=access.name,
            )
            for one in notes
        )
        total = sum(one.yen for one in notes)
        keep_act(access, row, Action.TAKE_NOTES, facts={"notes": len(notes), "yen": total})
        describe(note, row, Action.TAKE_NOTES)
    return row.edition


def reckoning_of(row: Request) -> Reckoning:
    """What the notes of a request come to beside its fee; nothing is due of what was refused or withdrawn."""
    ended = row.state in (State.REFUSED.value, State.WITHDRAWN.value)
    return reckon(_notes(row), 0 if ended else fee_yen(row))


def send(access: Access, *, request: UUID, edition: int, envelope: Envelope) -> int:
    """Send what was made, with the change; one line of the 発送簿. Returns the new edition.

    `Invalid` for another address than the registered one (the office, the agency), a sheet of another request, a fee
    that is short.
    """
    return _dispatch(access, request, edition, envelope, Action.SEND)


def send_back(access: Access, *, request: UUID, edition: int, envelope: Envelope) -> int:
    """Send back the papers and every note of a request that was refused, withdrawn, or wants a 補正."""
    return _dispatch(access, request, edition, envelope, Action.SEND_BACK)


def take_back(
    access: Access, *, request: UUID, edition: int, words: str, on: date | None = None
) -> int:
    """The post brought it back (返戻): the line of the 発送簿 says so, and the request waits again."""
    check_may(access, "requests.handle")
    with recorded(access, DISPATCHED) as note:
        row = lock_request(request)
        check_step(row, Action.TAKE_BACK, edition=edition)
        if not words.strip():
            raise Invalid(
                [_problem("words", "返戻の理由がありません。", "郵便物に書かれた理由を残します。")]
            )
        last = Dispatch.objects.filter(request=row).order_by("-id").first()
        if last is not None:
            last.came_back_on = on or business_today()
            last.came_back_why = check_text(words, field="words", limit=200)
            last.save(update_fields=["came_back_on", "came_back_why"])
        keep_act(access, row, Action.TAKE_BACK, words=words)
        describe(note, row, Action.TAKE_BACK, words=words)
    return row.edition


def _dispatch(
    access: Access, request: UUID, edition: int, envelope: Envelope, action: Action
) -> int:
    check_may(access, "requests.handle")
    try:
        with recorded(access, DISPATCHED) as note:
            row = lock_request(request)
            check_step(row, action, edition=edition)
            describe(note, row, action)
            money = reckoning_of(row)
            if wrong := _envelope_problems(row, envelope, action, money):
                raise Invalid(wrong)
            if action is Action.SEND:
                check_disclosable(access, row)
                if row.state != State.DRAFTED.value:
                    check_sheets(envelope.scanned, row)
            line = _keep_line(access, row, envelope, money)
            facts = {"method": line.method, "change": line.change_yen, "notes": line.notes_returned}
            keep_act(access, row, action, words=envelope.words, facts=facts)
            describe(note, row, action)
    except Invalid as error:
        if any(p.code == FOREIGN for p in error.problems):
            keep_mix_up(access, request)
        raise
    return row.edition


def _keep_line(access: Access, row: Request, envelope: Envelope, money: Reckoning) -> Dispatch:
    """The line of the 発送簿; notes that go back are marked so."""
    back = [note.number for note in money.returnable]
    open_notes = MoneyOrder.objects.filter(request=row, number__in=back, returned_at__isnull=True)
    returned = open_notes.update(returned_at=business_now())
    return Dispatch.objects.create(
        request=row,
        sent_on=business_today(),
        sent_at=business_now(),
        method=envelope.method,
        tracking=check_text(envelope.tracking, field="tracking", limit=40)
        if envelope.tracking.strip()
        else "",
        destination=ROWS[Requester(row.requester)].posts_to.value,
        to_name=check_text(envelope.to_name, field="to_name", limit=200),
        to_address=check_text(envelope.to_address, field="to_address", limit=300),
        sheets=len([due for due in sheets_due(row) if not due.spoiled]),
        change_yen=money.change,
        notes_returned=returned,
        sent_by=access.staff_key,
        sent_by_name=access.name,
        terminal=access.terminal,
    )


def _envelope_problems(
    row: Request, envelope: Envelope, action: Action, money: Reckoning
) -> list[Problem]:
    registered = addresses_of(row)
    fits = fold_address(envelope.to_address) in {fold_address(one) for one in registered}
    found = check_sending(
        method=envelope.method,
        tracking=envelope.tracking,
        numbers=action is Action.SEND and bool(NUMBERS & set(row.items)),
        to_registered=fits and ROWS[Requester(row.requester)].posts_to is Destination.REGISTERED,
    )
    found += _unaddressed(envelope)
    if envelope.to_address.strip() and not fits:
        rights = ROWS[Requester(row.requester)]
        found.append(
            _problem(
                "to_address",
                "宛先が、確かめた住所ではありません。",
                f"返送先は、{rights.posts_to.label}に限ります（{rights.name}、住基法12条7項・12条の3第9項）。",
            )
        )
    if action is Action.SEND and not same_number(envelope.label, row.number):
        found.append(
            _problem(
                "label",
                "封筒の宛名票が、この請求のものではありません。",
                "別の人の封筒に入れると、取違えになります。",
            )
        )
    if action is Action.SEND and fee_open(row):
        short = f"受け入れた定額小為替は、{money.short}円足りません。" if money.short else ""
        found.append(
            _problem(
                "", "手数料が収納されていません。", f"{short}会計の画面で収納してから発送します。"
            )
        )
    return found


def _unaddressed(envelope: Envelope) -> list[Problem]:
    """What an envelope without a name or a place is told."""
    asked = (
        ("to_name", "宛名", envelope.to_name),
        ("to_address", "宛先の住所", envelope.to_address),
    )
    return [
        _problem(name, f"{label}がありません。", "発送簿に残します。")
        for name, label, text in asked
        if not text.strip()
    ]


def addresses_of(row: Request) -> tuple[str, ...]:
    """Where a reply may go: the registered address of the requester, or the office or agency that the request names."""
    if ROWS[Requester(row.requester)].posts_to is not Destination.REGISTERED:
        return (row.requester_address,) if row.requester_address else ()
    persons = [row.requester_person] if row.requester_person else []
    if NUMBERS & set(row.items) and row.requester not in OWN:
        # An agent's copy with numbers goes to the person's own address (practice.md §1, 4).
        persons = list(row.persons)
    held = records_on(persons, business_today())
    found = [
        f"{h.particulars.address}{h.particulars.katagaki}"
        if h.status is Status.PRESENT
        else h.particulars.destination_confirmed
        for h in sorted(held, key=lambda h: h.status is not Status.PRESENT)
    ]
    known = tuple(dict.fromkeys(filter(None, found)))
    return known or ((row.requester_address,) if row.requester_address else ())


def _notes(row: Request) -> list[Note]:
    held = MoneyOrder.objects.filter(request=row, returned_at__isnull=True).order_by("id")
    return [Note(one.number, one.yen, one.issued_on) for one in held]


def method_label(code: str) -> str:
    """The name of a way of sending."""
    return dict(METHODS).get(code, code)


def _problem(field: str, what: str, why: str) -> Problem:
    return Problem(f"post.{field}", field, what, why, "確かめて、入力し直してください。")
