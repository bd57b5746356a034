"""Who composes, who approves, and an order carried through as the desks do it."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO
from uuid import UUID, uuid4

import pytest

from daicho.business.extraction.commands.ask_order import Wish, ask_order
from daicho.business.extraction.commands.decide_order import decide_order
from daicho.business.extraction.commands.save_composition import begin_composition
from daicho.business.extraction.domain.whole import read_query
from daicho.business.extraction.jobs import kind_for
from daicho.business.extraction.models import Composition, Order
from daicho.foundation.jobs.tests.running import Listening, listened
from daicho.kernel.access import Access, Duty, Purpose
from daicho.registers.protection.tests.conftest import filled

__all__ = ["filled"]


@pytest.fixture
def composer(clerk: Access) -> Access:
    """抽出の職務にある職員."""
    return replace(clerk, duties=frozenset({Duty.EXTRACT}), purpose=Purpose.BATCH)


@pytest.fixture
def chief(approver: Access) -> Access:
    return approver.serving(Purpose.BATCH)


@pytest.fixture
def inspector(auditor: Access) -> Access:
    """ログの職務にある職員."""
    return auditor


def composed(access: Access, text: str) -> UUID:
    """A composition of an expression."""
    key = uuid4()
    begin_composition(access, composition=key, query=read_query(text))
    return key


def ordered(access: Access, text: str, **wish: str) -> Order:
    """An order of an expression; a list under 住基法3条 unless said otherwise."""
    key = uuid4()
    settled = {
        "purpose": "窓口の体制を考えるため",
        "basis": "register_office",
        "form": "csv",
        **wish,
    }
    composition = composed(access, text)
    edition = Composition.objects.get(key=composition).edition
    ask_order(access, order=key, composition=composition, edition=edition, wish=Wish(**settled))
    return Order.objects.get(key=key)


def approved(chief: Access, order: Order) -> Order:
    decide_order(chief, order=order.key, edition=order.edition, approved=True)
    return Order.objects.get(key=order.key)


def made(access: Access, order: Order) -> Listening:
    """The order run at a desk that only listens."""
    return listened(access, kind_for(order.source), {"order": str(order.key)})


def extracted(access: Access, chief: Access, text: str, **wish: str) -> bytes:
    """The file of an expression, asked for, approved and made."""
    order = approved(chief, ordered(access, text, **wish))
    (content,) = made(access, order).files.values()
    return content


def lines_of(content: bytes) -> list[list[str]]:
    """The cells of a CSV without its heading and its watermark."""
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))[1:-1]
