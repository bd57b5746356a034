"""What other parts may ask of movements."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID, uuid4

from django.urls import reverse

from daicho.business.movements.commands.import_notices import receive_notice
from daicho.business.movements.commands.receive_arrivals import receive_arrivals
from daicho.business.movements.commands.record_by_notice import record_by_notice
from daicho.business.movements.commands.save_draft import NEW, save_draft
from daicho.business.movements.commands.settle_immigration import message_told, take_message
from daicho.business.movements.domain.arrival_file import ArrivalRow
from daicho.business.movements.domain.departure_certificate import read_departure_certificate
from daicho.business.movements.domain.editing import SHOWN, block_of, edit_path
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.quoting import PREFIX
from daicho.business.movements.domain.states import State
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.bulk_letters import BulkLetter, letters_of
from daicho.business.movements.selectors.bulk_waiting import bulk_waiting
from daicho.business.movements.selectors.code_pool import code_pool
from daicho.business.movements.selectors.facts import (
    CaseFacts,
    approved_cases_of,
    case_facts,
    case_numbered,
    late_cases,
)
from daicho.business.movements.selectors.immigration import (
    DueMessage,
    immigration_due,
    notices_waiting,
)
from daicho.business.movements.selectors.paper_people import PaperPerson, paper_people
from daicho.business.movements.selectors.pending import pending_cases
from daicho.business.movements.web.links import entered_later, links_of_case, movements_of
from daicho.business.movements.web.payloads import initial_payload
from daicho.foundation.staff.policy import may
from daicho.foundation.staff.ports import Waiting
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing
from daicho.kernel.wareki import format_wareki_short
from daicho.registers.residents.public import truth_now

_DESKS = (
    (State.DRAFT, "movements.draft", "書きかけの下書き", True),
    (State.RETURNED, "movements.draft", "差し戻された異動", True),
    (State.HELD, "movements.hold", "保留にした自分の異動", True),
    (State.SUBMITTED, "movements.examine", "審査を待つ異動", False),
    (State.EXAMINED, "movements.approve", "決裁を待つ異動", False),
)


def waiting_for(access: Access) -> tuple[Waiting, ...]:
    """How many cases wait for this person: their own drafts, others' entries to examine or decide."""
    acting = access.serving(Purpose.MOVEMENT)
    found = []
    for state, operation, label, own in _DESKS:
        if not may(acting, operation):
            continue
        rows = Case.objects.filter(state=state.value)
        mine = rows.filter(entered_by=access.staff_key)
        count = (mine if own else rows.exclude(entered_by=access.staff_key)).count()
        found.append(Waiting(label, count, f"{reverse('movements_list')}?state={state.value}"))
    return (*found, *bulk_waiting(acting), *_notices(acting), *_pool(access))


def _notices(acting: Access) -> tuple[Waiting, ...]:
    if not may(acting, "immigration.view"):
        return ()
    return (Waiting("未取込の長官通知", notices_waiting(), reverse("immigration_notices")),)


def _pool(access: Access) -> tuple[Waiting, ...]:
    """The alert that 住民票コード are running out (STD-4.3.1); nothing while there are enough."""
    pool = code_pool()
    if not pool.low or not may(access.serving(Purpose.ADMINISTRATION), "codes.pool"):
        return ()
    return (Waiting("住民票コードの残り（少なくなっています）", pool.left, reverse("code_pool")),)


def open_draft(
    access: Access,
    *,
    kind: str,
    payload: Mapping[str, str],
    case: UUID | None = None,
    quoted: Mapping[str, str] | None = None,
    survey: UUID | None = None,
) -> UUID:
    """Make a draft for a clerk to go on with; an act of its own, entered as the saving of a draft. Returns its case.

    `quoted` fills fields from another paper: where the clerk types something else, a reason is asked (REG-039). With
    `case` the draft is made under that key, and `Conflict` says that it was made before.
    """
    key = case or uuid4()
    taken = dict(quoted or {})
    full = taken | dict(payload) | {f"{PREFIX}{path}": text for path, text in taken.items()}
    save_draft(access, case=key, kind=kind, payload=full, edition=NEW, survey=survey)
    return key


def open_amendment(
    access: Access,
    *,
    kind: str,
    person: UUID,
    facts: Mapping[str, str],
    edits: Mapping[str, str],
    case: UUID,
) -> UUID:
    """Make the draft of a kind that is about one person of the register, from another body's notice. Returns its case.

    `facts` are fields of the form, quoted: whoever types something else gives a reason. `edits` are items of the person
    as a clerk would type them; the others stand as the register says. `Missing` for nobody; `Conflict` as `open_draft`.
    """
    held = truth_now(person)
    if held is None:
        raise Missing("この人は台帳にいません。", remedy="対象者を選び直してください。")
    sections = KINDS[kind].sheet.edits
    payload = {f"selected.{person}": "on"}
    if sections:
        payload |= block_of(held, sections, edits)
    return open_draft(access, kind=kind, payload=payload, case=case, quoted=facts)


def open_special_move_in(
    access: Access, *, document: Mapping[str, object], case: UUID | None = None
) -> UUID:
    """Make the draft of a 特例転入 from a received 転出証明書情報 (STD-4.1.1.3). Returns its case.

    `document` as `domain.departure_certificate` says; `Invalid` with all that is wrong with it. With `case` a document
    that comes twice makes one draft: the second time is a `Conflict`.
    """
    kind = KINDS["special_move_in"]
    today = format_wareki_short(business_today())
    payload = initial_payload(kind.sheet, today=today) | read_departure_certificate(document)
    return open_draft(access, kind=kind.code, payload=payload, case=case)


def designate_number(access: Access, *, person: UUID, number: str, notice: str) -> UUID:
    """個人番号の指定 (番号法7条1項): what the 機構 has generated is recorded by the system, as of today. Returns the case.

    `notice` names the notice that brought it: twice is a `Conflict`. `Invalid` where the person has a number, or somebody
    else has this one.
    """
    return _record_items(access, "number_assign", person, notice, {"individual_number": number})


def change_number(
    access: Access, *, kind: str, person: UUID, number: str, notice: str, paper: Mapping[str, str]
) -> UUID:
    """個人番号の変更 (番号法7条2項): what the 機構 has generated upon a request that an official decided. Returns the case.

    `kind` is number_change_request or number_change_ex_officio, `paper` its ground and requester. Twice the same notice is a
    `Conflict`; `Invalid` where the person has no number, or somebody has or had this one.
    """
    items = {"individual_number": number}
    return _record_items(access, kind, person, notice, items, paper=paper)


def record_card(access: Access, *, person: UUID, notice: str, status: str) -> UUID:
    """個人番号カードの発行状況 (番号法17条; REG-052, REG-054): recorded by the system as the card desk has it. Returns the case.

    `notice` names the change that says so: twice is a `Conflict`. `Invalid` where nothing would change.
    """
    return _record_items(access, "card_status", person, notice, {"card_status": status})


def record_serials(access: Access, *, person: UUID, notice: str, sign: str, auth: str) -> UUID:
    """電子証明書のシリアル番号 (公的個人認証法3条・22条): likewise; blank where there is no certificate in force."""
    items = {"sign_cert_serial": sign, "auth_cert_serial": auth}
    return _record_items(access, "certificate_serials", person, notice, items)


def _record_items(
    access: Access,
    kind: str,
    person: UUID,
    notice: str,
    items: Mapping[str, str],
    *,
    paper: Mapping[str, str] = MappingProxyType({"basis": "職権"}),
) -> UUID:
    payload = {
        "event_date": format_wareki_short(business_today()),
        **paper,
        f"selected.{person}": "on",
        edit_path(person, SHOWN): "on",
        **{edit_path(person, name): value for name, value in items.items()},
    }
    return record_by_notice(access, kind=kind, notice=notice, payload=payload)


__all__ = [
    "ArrivalRow",
    "BulkLetter",
    "CaseFacts",
    "DueMessage",
    "PaperPerson",
    "approved_cases_of",
    "case_facts",
    "case_numbered",
    "change_number",
    "designate_number",
    "entered_later",
    "immigration_due",
    "late_cases",
    "letters_of",
    "links_of_case",
    "message_told",
    "movements_of",
    "open_amendment",
    "open_draft",
    "open_special_move_in",
    "paper_people",
    "pending_cases",
    "read_departure_certificate",
    "receive_arrivals",
    "receive_notice",
    "record_card",
    "record_serials",
    "take_message",
    "waiting_for",
]
