"""Take an update (本人確認情報の更新, 住基法30条の6): checked, stored beside its history, and told to the prefecture in order.

Runs inside the transaction that stores the message: taken in whole, or refused and on the list of what went wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from daicho.foundation.lines.public import Held as Waits
from daicho.foundation.lines.public import Outgoing, Received, Refused, Reply, queue
from daicho.foundation.messages.public import told
from daicho.kernel.characters import juki_net_seion, search_fold_name
from daicho.kernel.check_digits import RESIDENT_RECORD_CODE
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Problem
from daicho.nodes.municipal_cs import parties
from daicho.nodes.municipal_cs.commands.carry_certificate import withdraw
from daicho.nodes.municipal_cs.commands.words import stored
from daicho.nodes.municipal_cs.domain import items as at
from daicho.nodes.municipal_cs.domain.formats import town_problems
from daicho.nodes.municipal_cs.domain.logic import Held, Update, logic_problems
from daicho.nodes.municipal_cs.domain.problems import item_problem
from daicho.nodes.municipal_cs.domain.reasons import CANCELLATIONS, REASONS, Standing
from daicho.nodes.municipal_cs.models import Identity, IdentityVersion, Rejection
from daicho.nodes.municipal_cs.numbers import code_kept, code_known, number_kept, number_known

HERE = "municipal_cs"
KIND = "identity.update"


def take_update(received: Received) -> Reply:
    """One update of the register; `Refused` says which item and why, and the file stays as it is.

    What was taken in waits for the prefecture's word, which the register hears in the end.
    """
    layout, items = str(received.body["layout"]), _items(received.body)
    wrong = town_problems(
        layout,
        items,
        own_layout=settings.PROFILE.jukinet.identity_layout,
        own_code=parties.own_code(),
    )
    if wrong:
        return _rejected(received, items, None, wrong)
    update = Update(layout, items, received.order_number or int(items[at.SEQUENCE]))
    row = _locked(items)
    wrong = logic_problems(_held(row, items), update) or _number_problems(row, items)
    if wrong:
        return _rejected(received, items, row, wrong)
    version = _write(row, update, received)
    version.sent = queue(
        Outgoing(
            kind=KIND,
            receiver=parties.prefecture(),
            body={"layout": layout, "items": told(layout, items)},
            thread=received.thread,
            subject=version.identity_id,
            matter=str(version.id),
        )
    )
    version.save(update_fields=["sent"])
    if update.word in CANCELLATIONS:
        withdraw(version.code)
    return Waits((_on_its_way(),))


def _on_its_way() -> Problem:
    return Problem(
        "identity.told",
        "",
        "市町村CSの本人確認情報を更新し、都道府県へ送りました。",
        "都道府県と全国サーバ（機構）の受領を待っています。",
        "応答があるまでお待ちください。",
    )


def _items(body: Mapping[str, Any]) -> dict[str, str]:
    return {str(number): str(value) for number, value in body["items"].items()}


def _locked(items: at.Items) -> Identity | None:
    """The record of the code, or of the former code while the new one is nobody's; locked."""
    rows = Identity.objects.select_for_update()
    for number in (items[at.CODE], items.get(at.FORMER_CODE, "")):
        ref = code_known(number) if number else None
        found = rows.filter(code=ref).first() if ref else None
        if found is not None:
            return found
    return None


def _held(row: Identity | None, items: at.Items) -> Held:
    if row is None:
        return Held()
    own = {at.CODE: row.code, at.NUMBER: row.number, at.FORMER_CODE: row.former_code}
    said = {
        at.CODE: code_known(items[at.CODE]),
        at.NUMBER: number_known(items.get(at.NUMBER, "")),
        at.FORMER_CODE: code_known(items.get(at.FORMER_CODE, "")),
    }
    return Held(
        standing=Standing(row.standing),
        sequence=row.sequence,
        forbidden=row.forbidden,
        exclusive=row.exclusive,
        leaving=row.expected and f"{business_today():%Y%m%d}" < row.items.get(at.EVENT_ON, ""),
        items=row.items,
        same=frozenset(number for number in at.NUMBERS if own[number] == said[number]),
    )


def _number_problems(row: Identity | None, items: at.Items) -> list[Problem]:
    """A 個人番号 belongs to one 住民票コード."""
    ref = number_known(items.get(at.NUMBER, ""))
    holder = Identity.objects.filter(number=ref).first() if ref else None
    if holder is None or (row is not None and holder.pk == row.pk):
        return []
    return [
        item_problem(
            "number_of_another",
            at.NUMBER,
            "個人番号が、別の住民票コードの記録にあります。",
            "一つの番号を二人が持つことはありません。",
        )
    ]


def _write(row: Identity | None, update: Update, received: Received) -> IdentityVersion:
    items = update.items
    known = row or Identity()
    known.code = code_kept(items[at.CODE])
    known.number = number_kept(items[at.NUMBER]) if items.get(at.NUMBER) else None
    known.former_code = code_kept(items[at.FORMER_CODE]) if items.get(at.FORMER_CODE) else None
    put_items(known, update)
    known.edition += 0 if row is None else 1
    known.save()
    return IdentityVersion.objects.create(
        identity=known,
        sequence=update.sequence,
        message=received.id,
        thread=received.thread,
        layout=update.layout,
        items=known.items,
        code=known.code,
        number=known.number,
        former_code=known.former_code,
        reason=update.word,
        standing=known.standing,
        written_at=known.stamped_at,
    )


def put_items(known: Identity, update: Update) -> None:
    """What an update says, in its record, the numbers apart."""
    items = update.items
    plain = {n: v for n, v in items.items() if n not in at.NUMBERS and v}
    plain.setdefault(at.SEQUENCE, str(update.sequence))
    if items.get(at.KANA):
        plain[at.SEION] = juki_net_seion(items[at.KANA])
    known.layout, known.items = update.layout, plain
    known.standing, known.sequence = update.standing.value, update.sequence
    known.forbidden = items.get(at.FORBIDDEN) == "1"
    known.expected = update.ahead
    known.exclusive = items.get(at.EXCLUSIVE) == "1"
    known.gaiji = items.get(at.GAIJI) == "1"
    known.stamped_at = business_now()
    known.name_folded = search_fold_name(items.get(at.NAME, ""))
    known.seion = plain.get(at.SEION, "")
    known.birth, known.sex = items[at.BIRTH], items.get(at.SEX, "")
    known.address_folded = search_fold_name(items[at.ADDRESS])


def _rejected(
    received: Received, items: at.Items, row: Identity | None, problems: Sequence[Problem]
) -> Refused:
    """Onto the list of what went wrong; the number that the update used up is the record's 異常時更新順番号."""
    if row is not None and received.order_number is not None:
        row.abnormal_sequence = received.order_number
        row.save(update_fields=["abnormal_sequence"])
    list_rejection(
        HERE,
        message=received.id,
        thread=received.thread,
        identity=row.key if row else None,
        sequence=received.order_number,
        reason=items.get(at.REASON, "")[:40],
        event_on=items.get(at.EVENT_ON, "")[:8],
        problems=problems,
    )
    return Refused(tuple(problems))


def list_unheard(received: Received, problems: Sequence[Problem]) -> None:
    """An update of the register that was refused before it could be read (a wrong form, a place that is used up)."""
    if not parties.from_register(received.sender):
        return
    items = _readable(received.body.get("items"))
    ref = code_known(items[at.CODE]) if at.CODE in items else None
    row = Identity.objects.select_for_update().filter(code=ref).first() if ref else None
    _rejected(received, items, row, problems)


def _readable(given: object) -> dict[str, str]:
    """What the list shows, as far as it is what it should be: a body that was refused may hold anything anywhere."""
    if not isinstance(given, Mapping):
        return {}
    is_right: dict[str, Callable[[str], bool]] = {
        at.CODE: RESIDENT_RECORD_CODE.is_valid,
        at.REASON: REASONS.__contains__,
        at.EVENT_ON: str.isdecimal,
    }
    told = {number: given.get(number) for number in is_right}
    return {n: v for n, v in told.items() if isinstance(v, str) and is_right[n](v)}


def list_rejection(
    at_whom: str,
    *,
    message: UUID,
    thread: UUID,
    identity: UUID | None,
    sequence: int | None,
    reason: str,
    event_on: str,
    problems: Sequence[Problem],
) -> None:
    """One line of the 異常一覧."""
    Rejection.objects.create(
        at=business_now(),
        at_whom=at_whom,
        message=message,
        thread=thread,
        identity=identity,
        sequence=sequence,
        reason=reason,
        event_on=event_on,
        problems=stored(problems),
    )
