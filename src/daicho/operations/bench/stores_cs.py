"""Stores, the CS's side (市町村CSの側): what the register told, put where its updates would have brought it.

`python -m daicho.operations.bench.stores_cs '<wish as JSON>'`, in a process of the CS.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import django

django.setup()

# ruff: noqa: E402  # models need the setup
from django.db import transaction

from daicho.foundation.copying import copy_rows
from daicho.foundation.lines.models import SendingOrder, SentMessage
from daicho.foundation.messages.public import told
from daicho.foundation.reconciliation.domain.blocks import pieces
from daicho.foundation.vault.models import Number
from daicho.foundation.vault.public import NumberKind, ring
from daicho.kernel.clock import real_now
from daicho.nodes.municipal_cs import parties
from daicho.nodes.municipal_cs.commands.take_update import put_items
from daicho.nodes.municipal_cs.domain import items as at
from daicho.nodes.municipal_cs.domain.logic import Update
from daicho.nodes.municipal_cs.models import Identity
from daicho.operations.bench.comparing import answer, sent_message
from daicho.operations.bench.plants import Line

PIECE: Final = 1000
ACCEPTED: Final = "accepted"


def fill(*, source: str, out: str, states: Mapping[str, str]) -> int:
    """Everybody of a file; what of them goes on to the prefecture stands in the next one.

    `states`: of the CS's last message, by the person of the register, where it is not that it was accepted; blank for none.
    """
    count = 0
    with (
        Path(source).open(encoding="utf-8") as read,
        Path(out).open("w", encoding="utf-8") as next_,
    ):
        for piece in pieces(map(json.loads, read), PIECE):
            with transaction.atomic():
                _fill(piece, states)
            for line in piece:
                next_.write(json.dumps(_beyond(line["body"]), ensure_ascii=False) + "\n")
            count += len(piece)
    return count


def keys(*, people: Sequence[str]) -> list[str]:
    """The records' keys of people of the register."""
    return [str(_key_of(person)) for person in people]


def _key_of(person: str) -> UUID:
    """So that what a comparison finds can be named beforehand."""
    return uuid5(NAMESPACE_OID, person)


def _beyond(body: Mapping[str, Any]) -> dict[str, Any]:
    return {"layout": body["layout"], "items": told(body["layout"], body["items"])}


def _fill(piece: Sequence[Line], states: Mapping[str, str]) -> None:
    numbers: list[Number] = []
    copies: list[Identity] = []
    orders: list[SendingOrder] = []
    rows: list[SentMessage] = []
    for line in piece:
        items = line["body"]["items"]
        update = Update(line["body"]["layout"], items, int(items[at.SEQUENCE]))
        known = Identity(key=_key_of(line["person"]))
        code = _kept(NumberKind.RESIDENT_CODE, items[at.CODE])
        numbers.append(code)
        known.code = code.key
        if at.NUMBER in items:
            own = _kept(NumberKind.INDIVIDUAL, items[at.NUMBER])
            numbers.append(own)
            known.number = own.key
        put_items(known, update)
        copies.append(known)
        if state := states.get(line["person"], ACCEPTED):
            order, row = _told(known, state)
            orders.append(order)
            rows.append(row)
    for each in (numbers, copies, orders, rows):
        copy_rows(each)


def _kept(kind: NumberKind, number: str) -> Number:
    """A number as the vault keeps it."""
    own = ring()
    lookup = own.hash(kind, number)
    return Number(
        key=uuid4(),
        kind=kind.value,
        lookup=lookup,
        lookup_key=own.active_lookup,
        sealed=own.seal(kind, number, lookup),
        data_key=own.active_data,
        made_at=real_now(),
    )


def _told(known: Identity, state: str) -> tuple[SendingOrder, SentMessage]:
    """The last message about somebody, whose body is erased."""
    to, order = str(parties.prefecture()), uuid4().hex
    row = sent_message(uuid4(), to, order, known.sequence, state, real_now())
    return SendingOrder(receiver=to, subject=known.key, key=order, last=known.sequence), row


if __name__ == "__main__":
    answer(sys.argv[1], {"fill": fill, "keys": keys})
