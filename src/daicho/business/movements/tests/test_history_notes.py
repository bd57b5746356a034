"""統合記載欄 and 異動履歴: what movements write of themselves, 留意事項 that hang on them, 備考 that stand apart."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from daicho.business.movements.tests.correcting import (
    cancelling,
    case_of,
    correcting,
    leaving,
    renewing,
)
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving, now
from daicho.business.movements.tests.paper import HEAD, carry_through, move_in_paper
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.check_digits import HOUSEHOLD_NUMBER
from daicho.kernel.clock import business_today
from daicho.kernel.periods import Period
from daicho.registers.code_tables.commands.keep_row import keep_row
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.models import Change, Version
from daicho.registers.residents.public import changes_of
from daicho.registers.residents.selectors.history import view_history

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.proves("STD-1.1.5/m4", "STD-1.2.1/m2", "STD-1.1.14/m2")
def test_beside_a_wrong_word_of_a_removed_record_the_right_one_is_said(
    staff: Staff, family: list[UUID]
) -> None:
    son = family[2]
    case = carry_through(*staff, "move_out", leaving([son]))
    before = now(son)
    words = "転出先住所「見本町9番地」は誤記。正しくは「見本町8番地」"
    said = carry_through(*staff, "error_amend", correcting(case, {}, attention=words))
    after = now(son)
    assert after.particulars == before.particulars
    assert after.history_number > before.history_number
    line = changes_of(after.record, until=date(2026, 11, 20))[-1]
    assert (line.reason, line.attention) == ("correction_error", words)
    assert Change.objects.get(key=said).attention == words


@pytest.mark.proves("STD-1.1.14/m1", "STD-1.1.14/m3", "STD-1.1.14/m5", "STD-1.1.14/m7")
def test_history_is_made_by_movements_and_remarks_are_apart_from_it(
    staff: Staff, family: list[UUID]
) -> None:
    son = family[2]
    first = case_of("entry_domestic_move_in")
    paper = correcting(first, {son: {"remarks": "架空の備考"}}, attention="架空の留意事項")
    amended = carry_through(*staff, "error_amend", paper)
    carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    record = now(son).record
    lines = changes_of(record, until=date(2026, 11, 20))
    assert [(line.reason, line.attention) for line in lines] == [
        ("entry_domestic_move_in", ""),
        ("correction_error", "架空の留意事項"),
        ("correction_move_within", ""),
    ]
    assert now(son).particulars.remarks == "架空の備考"
    carry_through(*staff, "error_amend", correcting(amended, {son: {"remarks": ""}}))
    assert now(son).particulars.remarks == ""
    kept = changes_of(record, until=date(2026, 11, 20))
    assert [line.attention for line in kept] == ["", "架空の留意事項", "", ""]


@pytest.mark.proves("STD-1.2.1/m1", "STD-2.2.1/m2", "REG-076")
def test_a_history_shows_all_that_the_standard_names(
    staff: Staff, family: list[UUID], clerk: Access
) -> None:
    case = carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    paper = cancelling(case, family, basis="申出", petitioned_on="2026-11-19")
    carry_through(*staff, "reversal", paper)
    view = view_history(clerk, record=now(family[0]).record)
    newest, moved = view.lines[:2]
    assert (newest.reason, newest.basis) == ("異動の取消し（修正）", "申出")
    assert dict(newest.dates) == {"申出日": date(2026, 11, 19)}
    assert dict(moved.dates) == {"届出日": date(2026, 11, 10)}
    assert moved.event == "令和8年11月1日"
    assert (moved.place, moved.terminal) == (clerk.office, clerk.terminal)
    assert newest.processed_at.date() == business_today()


@pytest.mark.proves("STD-1.2.1/m4", "STD-1.1.13/m1")
def test_what_a_household_shares_stands_in_every_line(family: list[UUID]) -> None:
    rows = [now(p).particulars for p in family]
    assert len({r.household_number for r in rows}) == 1
    assert {r.head_name for r in rows} == {"見本　太郎"}
    assert all(HOUSEHOLD_NUMBER.is_valid(r.household_number) for r in rows)
    assert len({now(p).atena_number for p in family}) == 4


@pytest.mark.proves("STD-1.1.14/m6")
def test_what_the_town_registered_for_a_reason_is_written_by_itself(
    staff: Staff, family: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "架空の条例による転居"
    reasons = (("correction_move_within", "転居"),)
    monkeypatch.setattr("daicho.registers.code_tables.ports.movement_reasons", lambda: reasons)
    keep_row(
        system_access(Purpose.ADMINISTRATION, job="test"),
        table="attention_notes",
        code="correction_move_within",
        values={"text": words},
        period=Period(date(2026, 4, 1), None),
    )
    carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    line = changes_of(now(family[0]).record, until=date(2026, 11, 20))[-1]
    assert line.attention == words


@pytest.mark.proves("STD-1.1.5/m1", "STD-1.1.5/m9")
def test_removed_records_lie_in_the_order_of_their_processing(
    staff: Staff, family: list[UUID]
) -> None:
    for person, day in ((family[2], "2026-11-15"), (family[3], "2026-11-05")):
        carry_through(*staff, "move_out", {**leaving([person]), "event_date": day})
    carry_through(*staff, "reformat", renewing([family[1]]))
    kept = Version.objects.exclude(status=Status.PRESENT.value).order_by("recorded__startswith")
    assert [v.person_id for v in kept] == [family[2], family[3], family[1]]
    assert [v.change.processed_at for v in kept] == sorted(v.change.processed_at for v in kept)
    assert [v.status for v in kept] == ["removed", "removed", "rewritten"]


@pytest.mark.proves("STD-1.1.14/m9")
def test_the_words_of_a_special_adoption_hang_on_whither_and_whence(
    staff: Staff, family: list[UUID]
) -> None:
    son = family[2]
    gone = {**leaving([son]), "special_adoption": "on", "destination_address": ""}
    carry_through(*staff, "move_out", gone)
    arrived = {
        f"selected.{son}": "on",
        "event_date": "2026-11-10",
        "noticed_on": "2026-11-15",
        "confirmed_address": "東京都架空区見本町8番地",
        "special_words": "adopted",
    }
    carry_through(*staff, "arrival_notice", arrived)
    came = move_in_paper(HEAD, special_words="dissolved")
    carry_through(*staff, "move_in", came)
    told = dict(Change.objects.exclude(attention="").values_list("kind", "attention"))
    assert told == {
        "move_out": "特別養子縁組（転出先住所（予定））",
        "arrival_notice": "特別養子縁組（転出先住所（確定））",
        "move_in": "特別養子縁組解消（転入前住所）",
    }


@pytest.mark.proves("STD-4.1.0.2/m3", "STD-4.2.0.4/m2", "STD-4.2.0.5/m3")
def test_each_date_of_a_ground_has_its_own_place(staff: Staff, family: list[UUID]) -> None:
    moved = carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    petition = {"basis": "申出", "petitioned_on": "2026-11-19"}
    back = carry_through(*staff, "reversal", cancelling(moved, family, **petition))
    died = {f"selected.{family[3]}": "on", "event_date": "2026-11-16", "noticed_on": "2026-11-17"}
    dead = carry_through(*staff, "death", died)
    dates = {
        case: Change.objects.filter(case=case).values_list(
            "notified_on", "petitioned_on", "noticed_on", "requested_on"
        )[0]
        for case in (moved, back, dead)
    }
    assert dates == {
        moved: (date(2026, 11, 10), None, None, None),
        back: (None, date(2026, 11, 19), None, None),
        dead: (None, None, date(2026, 11, 17), None),
    }
