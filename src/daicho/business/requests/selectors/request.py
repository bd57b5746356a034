"""One request (請求の照会): what the paper says, who was found, what was done, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from daicho.business.cash.public import RequestStanding, standing_of_requests
from daicho.business.certificates.public import (
    ROWS,
    ChargedSheet,
    Item,
    Proof,
    Requester,
    Row,
    sheets_of_requests,
)
from daicho.business.requests.audit_types import REQUEST_VIEWED
from daicho.business.requests.commands.hand_over import fee_open, fee_yen
from daicho.business.requests.commands.post import addresses_of, reckoning_of
from daicho.business.requests.commands.steps import describe, missing
from daicho.business.requests.domain.card import CardItem, Outcome
from daicho.business.requests.domain.flow import Facts, Next, StepLine, next_step, steps_of
from daicho.business.requests.domain.postal import Reckoning
from daicho.business.requests.domain.states import Action, Channel, State, actions_from
from daicho.business.requests.domain.written import NAMES, Written
from daicho.business.requests.models import MoneyOrder, Request, RequestAct
from daicho.business.requests.selectors.day import is_overdue, title_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.law_values import table
from daicho.foundation.staff.public import check_may, may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.public import check_shown, named_records_on, shields_of


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody whom the request is about, as the register says today."""

    record: UUID
    name: str
    birth: str
    address: str
    removed: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActView:
    """One act as it was kept, with its facts in words."""

    at: datetime
    label: str
    words: str
    facts: tuple[str, ...]
    actor: str
    terminal: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request as its screens show it."""

    key: UUID
    number: str
    edition: int
    state: State
    channel: Channel
    title: str
    written: Written
    row: Row
    row_label: str
    items: tuple[str, ...]
    documents: tuple[str, ...]
    proofs: tuple[str, ...]
    received_at: datetime
    received_by: str
    office: str
    due_on: date | None
    overdue: bool
    people: tuple[PersonLine, ...]
    identified: bool
    decided_at: datetime | None
    decided_by: str
    refusal: str
    sheets: tuple[ChargedSheet, ...]
    fee_yen: int
    fee_open: bool
    fee: RequestStanding | None
    issue_key: UUID | None
    case: UUID | None
    notes: tuple[MoneyOrder, ...]
    money: Reckoning
    addresses: tuple[str, ...]
    steps: tuple[StepLine, ...]
    next: Next
    acts: tuple[ActView, ...]
    actions: tuple[Action, ...]


def view_request(access: Access, *, request: UUID) -> RequestView:
    """One request with everything that was done; one entry. `Refused` when somebody in it may not be looked up."""
    check_may(access, "requests.list")
    with recorded(access, REQUEST_VIEWED) as note:
        row = Request.objects.filter(key=request).first()
        if row is None:
            raise missing()
        describe(note, row)
        check_shown(access, row.persons)
        return _view(access, row)


def _view(access: Access, row: Request) -> RequestView:
    facts = _facts(row)
    handles = may(access, "requests.handle")
    key = row.issue_key
    return RequestView(
        key=row.key,
        number=row.number,
        edition=row.edition,
        state=State(row.state),
        channel=Channel(row.channel),
        title=title_of(row.form),
        written=written_of(row),
        row=ROWS[Requester(row.requester)],
        row_label=Requester(row.requester).label,
        items=tuple(Item(code).label for code in row.items),
        documents=tuple(document_titles().get(code, code) for code in row.documents),
        proofs=tuple(Proof(code).label for code in row.proofs),
        received_at=row.received_at,
        received_by=row.received_by_name,
        office=row.office,
        due_on=row.due_on,
        overdue=is_overdue(row),
        people=_people(access, row),
        identified=row.identified,
        decided_at=row.decided_at,
        decided_by=row.decided_by_name,
        refusal=row.refusal,
        sheets=sheets_of_requests([key]) if key else (),
        fee_yen=fee_yen(row),
        fee_open=facts.fee_open,
        fee=standing_of_requests([key])[key] if key else None,
        issue_key=key,
        case=row.case,
        notes=tuple(MoneyOrder.objects.filter(request=row).order_by("id")),
        money=reckoning_of(row),
        addresses=addresses_of(row),
        steps=steps_of(facts),
        next=next_step(facts),
        acts=_acts(row),
        actions=actions_from(State(row.state), Channel(row.channel)) if handles else (),
    )


def written_of(row: Request) -> Written:
    """What the paper says, as it is kept."""
    values = {name: getattr(row, name) for name in NAMES}
    for name in ("items", "proofs", "documents"):
        values[name] = tuple(values[name])
    return Written(**values)


def document_titles() -> Mapping[str, str]:
    """Every identity document that ever counted, by code."""
    return {row.code: row.title for row in table("identity_documents")}


def _facts(row: Request) -> Facts:
    return Facts(
        state=State(row.state),
        channel=Channel(row.channel),
        form=row.form,
        by_post=row.by_post,
        found=bool(row.records),
        identified=row.identified,
        fee_open=fee_open(row),
    )


def _people(access: Access, row: Request) -> tuple[PersonLine, ...]:
    held = named_records_on(row.records, business_today())
    shields = shields_of(access, [h.person for h in held])
    return tuple(
        PersonLine(
            record=h.record,
            name=h.particulars.printed_name,
            birth=h.particulars.birth_date.display(),
            address=f"{h.particulars.address}{h.particulars.katagaki}",
            removed="" if h.status is Status.PRESENT else h.particulars.removal.label,
            marks=shields[h.person].marks if h.person in shields else (),
        )
        for h in sorted(held, key=lambda h: h.particulars.member_order or 999)
    )


def _acts(row: Request) -> tuple[ActView, ...]:
    """Everything that was done, oldest first."""
    return tuple(_act(act) for act in RequestAct.objects.filter(request=row).order_by("at", "id"))


def _act(act: RequestAct) -> ActView:
    return ActView(
        at=act.at,
        label=Action(act.action).label,
        words=act.words,
        facts=tuple(_fact_words(act.facts)),
        actor=act.actor_name,
        terminal=act.terminal,
    )


def _fact_words(facts: Mapping[str, object]) -> list[str]:
    """The facts of an act in words; those that only programs read are left out."""
    found = []
    card = facts.get("card")
    if isinstance(card, dict) and card:
        same = all(card.get(item.value) == Outcome.SAME.value for item in CardItem)
        told = "、".join(
            f"{item.label} {Outcome(card[item.value]).label}"
            for item in CardItem
            if item.value in card
        )
        found.append(f"カード: {'確認済' if same else '不一致あり'}（{told}）")
    number = facts.get("number")
    if isinstance(number, str) and number != Outcome.NOT_READ.value:
        found.append(f"番号確認: {Outcome(number).label}")
    for name, words in (("sheets", "{}通"), ("notes", "小為替 {}枚"), ("yen", "{}円")):
        if isinstance(value := facts.get(name), int) and value:
            found.append(words.format(value))
    if isinstance(change := facts.get("change"), int) and change:
        found.append(f"おつり {change}円")
    if isinstance(due := facts.get("due_on"), str):
        found.append(f"期限 {due}")
    return found
