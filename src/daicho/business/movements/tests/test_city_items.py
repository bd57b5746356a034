"""A city's own list (福島市の35項目, DATA-001): what was put in comes back as it was put in, column by column."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
import yaml

from daicho.business.movements.tests.family import Staff, moving, now
from daicho.business.movements.tests.paper import (
    FOREIGNER,
    HEAD,
    carry_through,
    codes,
    individual_number,
)
from daicho.business.movements.tests.test_every_item import (
    BY_CATEGORY,
    FOREIGN,
    JAPANESE,
    OF_THE_PAPER,
    enter,
    is_text,
)
from daicho.foundation.vault.public import reveal
from daicho.registers.residents.models import Change

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PROFILE = Path(__file__).resolve().parents[5] / "specs" / "profiles" / "fukushima-35.yaml"
CARDS_OF_2015 = 29
"""住基カードの交付状況: no longer kept (conflicts.yaml cards-of-2015)."""


def leave(staff: Staff, person: UUID) -> None:
    """A 転出, and the 転入通知 that confirms where to."""
    out = moving(
        [person],
        abroad="domestic",
        destination_municipality="131032",
        destination_address="東京都港区1番",
        destination_postal="105-0001",
        event_date="2026-11-17",
        notified_on="2026-11-17",
    )
    carry_through(*staff, "move_out", out)
    notice = {
        f"selected.{person}": "on",
        "event_date": "2026-11-18",
        "noticed_on": "2026-11-19",
        "confirmed_municipality": "131032",
        "confirmed_address": "東京都港区3番",
        "confirmed_postal": "105-0003",
    }
    carry_through(*staff, "arrival_notice", notice)


@pytest.mark.proves("REG-002", "DATA-001")
def test_what_was_put_in_comes_back_column_by_column(staff: Staff) -> None:
    number, code = individual_number(81), codes(8_100_000, 10)[0]
    numbers = {"individual_number": number, "resident_record_code": code}
    ours = {name: first for name, (first, _) in JAPANESE.items()}
    theirs = {name: first for name, (first, _) in (FOREIGN | BY_CATEGORY["mid_long_term"]).items()}
    case, japanese = enter(staff, HEAD | ours | numbers)
    _, foreign = enter(staff, FOREIGNER | theirs)
    entered = [now(japanese), now(foreign)]
    for held, typed in zip(entered, (ours, theirs), strict=True):
        for name, text in (typed | {n: first for n, (first, _) in OF_THE_PAPER.items()}).items():
            assert is_text(name, text, held), name
    particulars = entered[0].particulars
    assert particulars.individual_number_ref is not None
    assert particulars.resident_record_code_ref is not None
    assert reveal(particulars.individual_number_ref) == number
    assert reveal(particulars.resident_record_code_ref) == code
    leave(staff, japanese)
    gone = now(japanese).particulars
    assert gone.destination_planned == "東京都港区1番"
    assert gone.destination_confirmed == "東京都港区3番"
    change = Change.objects.get(case=case)
    said = [
        {"particulars": h.particulars, "version": h, "person": h, "change": change}
        for h in (*entered, now(japanese))
    ]
    for row in yaml.load(PROFILE.read_bytes(), Loader=yaml.CSafeLoader)["items"]:
        paths = [p.split(".") for p in row["fields"] if not p.startswith(("vault.", "trail."))]
        values = [getattr(each[where], name) for each in said for where, name in paths]
        filled = [v for v in values if v not in ("", None)]
        assert bool(filled) is (row["num"] != CARDS_OF_2015), row["name"]
