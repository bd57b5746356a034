"""異動事由 (STD-1.2.2): the table of kinds and reasons, walked from both ends."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
import yaml

from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.plan import Act, PersonPlan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.reasons import (
    APPLIES_TO,
    REASONS_OF,
    check_reasons_fit,
    reasons_of,
)
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.labels import REASON_LABELS
from daicho.registers.residents.domain.particulars import Kind, Particulars, Status
from daicho.registers.residents.domain.segments import Segment

CATALOGUE = yaml.load(
    (Path(__file__).parents[5] / "specs" / "catalogues.yaml").read_bytes(), Loader=yaml.CSafeLoader
)["change_reasons"]
ROWS = [row for part in ("entry", "removal", "correction") for row in CATALOGUE[part]]


@pytest.mark.proves("STD-1.2.2/m1", "STD-1.2.2/m2", "STD-1.2.2/m3", "STD-1.2.2/m4")
@pytest.mark.proves("STD-1.2.2/m5", "STD-1.2.2/m6", "STD-1.2.2/m7")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_every_reason_has_a_kind_that_can_be_entered(row: dict[str, str]) -> None:
    kinds = {kind for (kind, _), reason in REASONS_OF.items() if reason == row["code"]}
    assert kinds & KINDS.keys()
    assert REASON_LABELS[row["code"]] == row["name"]


@pytest.mark.proves("STD-1.2.2/m8")
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_and_variant_leads_to_one_reason(kind: str) -> None:
    variants = [variant for code, variant in REASONS_OF if code == kind]
    assert variants
    assert len(variants) == 1 or all(variants), "a kind with several reasons names each"
    assert reasons_of(kind) <= {row["code"] for row in ROWS}


@pytest.mark.proves("STD-1.2.2/n1")
def test_a_cancelled_move_within_is_no_reason_of_its_own() -> None:
    assert len(ROWS) == len(REASON_LABELS) == 37
    assert not [label for label in REASON_LABELS.values() if "転居" in label and label != "転居"]
    assert "correction_reversal" in reasons_of("reversal")


def test_the_table_says_the_same_as_the_catalogue() -> None:
    words = {"japanese": Kind.JAPANESE, "foreign": Kind.FOREIGN}
    assert {
        r["code"]: words[r["applies_to"]] for r in ROWS if r["applies_to"] in words
    } == APPLIES_TO


@pytest.mark.proves("STD-1.2.2/m1", "STD-1.2.2/m2")
@pytest.mark.parametrize("reason", APPLIES_TO)
@pytest.mark.parametrize("kind", Kind)
def test_a_reason_of_one_kind_of_resident_is_refused_to_the_other(reason: str, kind: Kind) -> None:
    reader = Reader({}, date(2026, 11, 20))
    items = Particulars(
        kind=kind,
        birth_date=LegalDate.of_day(date(2000, 1, 1)),
        household_number="1",
        municipality_code="072010",
        address="福島市",
    )
    segment = Segment(date(2026, 11, 20), Status.PRESENT, items)
    person = PersonPlan("selected.x", uuid4(), uuid4(), (segment,))
    check_reasons_fit(reader, [Act(reason, "職権", (person,))])
    told = [p.code for p in reader.problems]
    assert told == ([] if kind is APPLIES_TO[reason] else ["reason_kind_mismatch"])
