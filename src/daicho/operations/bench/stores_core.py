"""Stores, the register's side (既存住基の側): everybody as if the lines had told of them; their bodies in a file for the others.

`python -m daicho.operations.bench.stores_core '<wish as JSON>'`, in a process of the register.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID, uuid4

import django

django.setup()

# ruff: noqa: E402  # models need the setup
from django.db import transaction

from daicho.foundation.copying import copy_rows
from daicho.foundation.lines.commands.sealing import seal
from daicho.foundation.lines.domain.door import digest_of
from daicho.foundation.lines.envelopes import make
from daicho.foundation.lines.models import SendingOrder, SentMessage
from daicho.foundation.lines.public import own_node
from daicho.foundation.reconciliation.domain.blocks import pieces
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.jukinet.commands.queue_update import update_body
from daicho.gateways.jukinet.domain.identity import Act, Numbers
from daicho.kernel.clock import TOKYO, business_today, real_now
from daicho.kernel.uncertain_dates import LegalDate
from daicho.operations.bench.comparing import answer, sent_message
from daicho.operations.bench.plants import Chosen, chosen
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.models import Version
from daicho.registers.residents.public import coded_residents, truths_now
from daicho.registers.residents.selectors.holdings import KNOWN_NOW

UPDATE = "identity.update"
PIECE = 1000


def count() -> int:
    """How many there are to compare."""
    return sum(1 for _ in coded_residents())


def fill(*, since: int, until: int, seed: int, out: str, plant: bool) -> int:
    """Everybody from one place to another, in the order of the comparison; how many there were."""
    plants = chosen(since, until, seed=seed) if plant else Chosen({}, {})
    at = since
    with Path(out).open("w", encoding="utf-8") as file:
        for piece in pieces(islice(coded_residents(), since, until), PIECE):
            with transaction.atomic():
                _fill([person for person, _ in piece], at, plants, file)
            at += len(piece)
    return at - since


def removed(*, many: int) -> list[dict[str, str]]:
    """People who are not present any more, with their 住民票コード."""
    rows = Version.objects.filter(
        KNOWN_NOW,
        status=Status.REMOVED.value,
        valid__startswith__lte=business_today(),
        resident_record_code_ref__isnull=False,
    )
    found = rows.order_by("person_id").values_list("person_id", flat=True).distinct()
    gone = [h for h in truths_now(list(found[: 20 * many])) if h.status is Status.REMOVED][:many]
    with transaction.atomic():
        return [
            {"person": str(h.person), "code": plain[ref]}
            for h in gone
            if (ref := h.particulars.resident_record_code_ref) and (plain := reveal_many({ref}))
        ]


def _fill(persons: list[UUID], at: int, plants: Chosen, file: TextIO) -> None:
    held = {h.person: h for h in truths_now(persons)}
    plain = reveal_many({ref for h in held.values() for ref in _refs(h)})
    orders, rows = [], []
    for place, person in enumerate(persons, start=at):
        told, state = plants.told(place)
        code, number = (plain[ref] for ref in _refs(held[person]))
        body = update_body(held[person], _act(), Numbers(code=code, individual=number))(told)
        line = {"at": place, "person": str(person), "body": body}
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        if state is not None:
            order, row = _told(person, body, told, state)
            orders.append(order)
            rows.append(row)
    copy_rows(orders)
    copy_rows(rows)


def _refs(held: Holding) -> tuple[UUID, UUID]:
    items = held.particulars
    assert items.resident_record_code_ref is not None
    assert items.individual_number_ref is not None
    return items.resident_record_code_ref, items.individual_number_ref


def _act() -> Act:
    day = LegalDate.of_day(business_today())
    return Act(reason="entry_ex_officio", event_date=day, notified_on=None, case_number="")


def _told(
    person: UUID, body: Mapping[str, Any], place: int, state: str
) -> tuple[SendingOrder, SentMessage]:
    """The last message about somebody, as the sender process leaves it."""
    cs, key, order, now = own_node("municipal_cs"), uuid4(), uuid4().hex, real_now()
    raw = make(
        UPDATE,
        key=key,
        thread=key,
        sender=own_node("core"),
        receiver=cs,
        made_at=now.astimezone(TOKYO),
        order=(order, place),
        body=body,
    )
    row, sealed = sent_message(key, str(cs), order, place, state, now), seal(key, raw)
    row.sealed, row.key_id, row.digest = sealed.sealed, sealed.key_id, digest_of(raw)
    return SendingOrder(receiver=str(cs), subject=person, key=order, last=place), row


if __name__ == "__main__":
    answer(sys.argv[1], {"count": count, "fill": fill, "removed": removed})
