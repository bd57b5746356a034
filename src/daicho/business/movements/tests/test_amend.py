"""Amendments of items (修正・戸籍修正・職権記載（一部）・軽微な修正): what is written, what follows, what is refused."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from daicho.business.movements.domain.amend import CAUSES, SPECIAL
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.minor_grounds import GROUNDS
from daicho.business.movements.models import Case
from daicho.business.movements.tests.amending import (
    TODAY,
    amendment,
    block,
    change_of,
    codes_of,
    foreigner,
    refused,
)
from daicho.business.movements.tests.family import Staff, now
from daicho.business.movements.tests.paper import FOREIGNER, carry_through, move_in_paper
from daicho.business.movements.web.payloads import initial_payload
from daicho.kernel.clock import set_to
from daicho.registers.residents.public import changes_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

NOTICE = {"basis": "通知", "noticed_on": "2026-11-19", "ground": "本籍地からの通知"}
EX_OFFICIO = {
    "basis": "職権",
    "ground": "調査の結果",
    "amend_reason": "記載の誤り",
    "permitted_by": "市民課長",
}
REGISTER = "family_register_amend"


@pytest.mark.proves("REG-031", "STD-4.2.3.1/m1", "STD-4.2.3.1/m2", "STD-4.2.0.3/m1")
def test_the_head_marries_and_the_household_follows(staff: Staff, family: list[UUID]) -> None:
    paper = amendment(
        block(
            REGISTER,
            family[0],
            name="例示　太郎",
            name_kana="レイジ　タロウ",
            domicile="大阪府架空市1番地",
        ),
        cause="marriage",
        **NOTICE,
    )
    case = carry_through(*staff, REGISTER, paper)
    head = now(family[0]).particulars
    assert (head.name, head.domicile) == ("例示　太郎", "大阪府架空市1番地")
    assert {now(p).particulars.head_name for p in family} == {"例示　太郎"}
    assert {now(p).history_number for p in family} == {2}
    assert [now(p).particulars.name for p in family[1:]] == [
        "見本　花子",
        "見本　一郎",
        "見本　二葉",
    ]
    change = change_of(case)
    assert (change.kind, change.reason, change.basis) == (REGISTER, "correction_ex_officio", "職権")
    assert change.noticed_on == date(2026, 11, 19)
    assert now(family[0], date(2026, 11, 19)).particulars.name == "見本　太郎"


@pytest.mark.proves("STD-4.0.6/m3", "STD-4.0.10/m1", "STD-1.1.12/m1")
def test_one_new_register_for_everybody_who_shared_the_old(
    staff: Staff, family: list[UUID]
) -> None:
    blocks = [block(REGISTER, p) for p in family[1:]]
    first = block(REGISTER, family[0], domicile="不明", family_register_head="なし")
    paper = amendment(first, *blocks, cause="transfer_of_register", **NOTICE)
    carry_through(*staff, REGISTER, paper | {"same_register": "on"})
    items = [now(p).particulars for p in family]
    assert {(i.domicile, i.family_register_head) for i in items} == {("不明", "なし")}


@pytest.mark.proves("STD-1.1.12/m1")
def test_a_blank_register_is_refused(staff: Staff, family: list[UUID]) -> None:
    paper = amendment(block(REGISTER, family[0], domicile=""), cause="other", **NOTICE)
    assert "blank" in refused(staff, REGISTER, paper)


def test_without_the_mark_only_the_one_is_changed(staff: Staff, family: list[UUID]) -> None:
    first = block(REGISTER, family[0], domicile="大阪府架空市1番地")
    other = block(REGISTER, family[1], name="例示　花子")
    paper = amendment(first, other, cause="transfer_of_register", **NOTICE)
    carry_through(*staff, REGISTER, paper)
    assert now(family[1]).particulars.domicile == "東京都架空区見本町1番地"
    assert now(family[1]).particulars.name == "例示　花子"


@pytest.mark.proves("REG-032")
def test_a_correction_needs_its_reason_and_who_permitted_it(
    staff: Staff, family: list[UUID]
) -> None:
    paper = amendment(block("amend", family[2], birth_date="H27.6.4"), **EX_OFFICIO)
    bare = {k: v for k, v in paper.items() if k not in ("amend_reason", "permitted_by")}
    assert refused(staff, "amend", bare) == {"blank"}
    case = carry_through(*staff, "amend", paper)
    record = now(family[2]).record
    told = [line.particulars.birth_date.display() for line in changes_of(record, until=TODAY)]
    assert told == ["平成27年6月3日", "平成27年6月4日"]
    assert change_of(case).reason == "correction_ex_officio"


@pytest.mark.proves("STD-4.2.0.5/m1")
def test_what_rests_on_a_petition_can_be_told_apart(staff: Staff, family: list[UUID]) -> None:
    petition = {"basis": "申出", "petitioned_on": "2026-11-18"}
    asked = amendment(block("amend", family[2], sex="female"), **EX_OFFICIO | petition)
    plain = amendment(block("amend", family[3], sex=""), **EX_OFFICIO)
    one, two = (change_of(carry_through(*staff, "amend", p)) for p in (asked, plain))
    assert (one.basis, one.petitioned_on) == ("申出", date(2026, 11, 18))
    assert (two.basis, two.petitioned_on) == ("職権", None)


@pytest.mark.proves("REG-027")
def test_a_partial_entry_fills_only_what_was_blank(staff: Staff, family: list[UUID]) -> None:
    unknown = amendment(block(REGISTER, family[0], domicile="不明"), cause="other", **NOTICE)
    carry_through(*staff, REGISTER, unknown)
    before = now(family[0]).particulars
    kind = "partial_entry"
    paper = amendment(block(kind, family[0], domicile="大阪府架空市1番地"), **NOTICE)
    assert "not_blank_before" in refused(
        staff, kind, amendment(block(kind, family[0], name="別名　太郎"), **NOTICE)
    )
    carry_through(*staff, kind, paper)
    after = now(family[0]).particulars
    changed = {n for n in after.__slots__ if getattr(after, n) != getattr(before, n)}
    assert changed == {"domicile"}
    assert [line.particulars.domicile for line in changes_of(now(family[0]).record, until=TODAY)][
        -2:
    ] == ["不明", "大阪府架空市1番地"]


def test_a_change_in_the_past_runs_on_and_leaves_what_came_after(
    staff: Staff, family: list[UUID]
) -> None:
    later = amendment(block(REGISTER, family[0], name="後　太郎"), cause="marriage", **NOTICE)
    carry_through(*staff, REGISTER, later | {"event_date": "2026-10-01"})
    past = amendment(block("amend", family[0], sex=""), **EX_OFFICIO)
    carry_through(*staff, "amend", past | {"event_date": "2026-06-01"})
    assert now(family[0], date(2026, 9, 30)).particulars.name == "見本　太郎"
    assert now(family[0]).particulars.name == "後　太郎"
    assert {now(family[0], d).particulars.sex.value for d in (date(2026, 6, 1), TODAY)} == {""}


def test_nothing_changed_is_refused(staff: Staff, family: list[UUID]) -> None:
    paper = amendment(block("amend", family[0]), **EX_OFFICIO)
    assert refused(staff, "amend", paper) == {"nothing_changed"}


def test_a_relationship_goes_through_the_household(staff: Staff, family: list[UUID]) -> None:
    paper = amendment(block("amend", family[2], relationship_to_head="妻の子"), **EX_OFFICIO)
    carry_through(*staff, "amend", paper)
    assert now(family[2]).particulars.relationship_to_head == "妻の子"
    wrong = amendment(block("amend", family[3], relationship_to_head="孫"), **EX_OFFICIO)
    assert refused(staff, "amend", wrong)
    head = amendment(block("amend", family[3], relationship_to_head="世帯主"), **EX_OFFICIO)
    assert refused(staff, "amend", head) == {"head_by_head_change"}


@pytest.mark.proves("STD-1.1.11/m6", "STD-1.1.11/m7")
def test_the_relationship_of_a_foreigner_needs_its_document(
    staff: Staff, family: list[UUID]
) -> None:
    number = now(family[0]).particulars.household_number
    wife = FOREIGNER | {"relationship": "縁故者"}
    paper = move_in_paper(
        wife,
        destination="existing",
        target_household=number,
        event_date="2026-11-10",
        notified_on="2026-11-12",
    )
    (person,) = Case.objects.get(key=carry_through(*staff, "move_in", paper)).persons
    asked = amendment(block("amend", person, relationship_to_head="子の妻"), **EX_OFFICIO)
    assert refused(staff, "amend", asked) == {"relationship_not_confirmed"}
    other = amendment(block("amend", person, relationship_to_head="同居人"), **EX_OFFICIO)
    assert "relationship_not_confirmed" not in codes_of("amend", other)
    carry_through(*staff, "amend", asked | {"relationship_document": "marriage_certificate"})
    assert now(person).particulars.relationship_to_head == "子の妻"


@pytest.mark.proves("STD-1.1.4/m4", "STD-1.1.14/m8")
@pytest.mark.parametrize(("cause", "word"), SPECIAL.items())
def test_a_special_ground_leaves_its_words_in_the_history(
    staff: Staff, family: list[UUID], cause: str, word: str
) -> None:
    paper = amendment(block(REGISTER, family[2], name="例示　一郎"), cause=cause, **NOTICE)
    case = carry_through(*staff, REGISTER, paper | {"attention": "審判の日を確認"})
    assert change_of(case).attention == f"{word}　審判の日を確認"
    held = now(family[2])
    lines = changes_of(held.record, until=TODAY)
    assert [word in line.attention for line in lines] == [False, True]


def test_every_cause_has_a_name() -> None:
    assert len({code for code, _ in CAUSES}) == len(CAUSES) == 14


MINOR = "minor_amend"


@pytest.mark.proves(*(f"STD-4.2.3.2/m{n}" for n in range(1, 9)))
def test_a_building_is_renamed_and_nobody_has_moved(staff: Staff, family: list[UUID]) -> None:
    assert len(GROUNDS) == 7
    before = now(family[0]).particulars
    paper = amendment(
        *(block(MINOR, p) for p in family),
        minor_ground="building_renamed",
        town_code="066000",
        town_code_text="五老内町",
        banchi="3-1",
        katagaki="例示ハイツ101号",
    )
    carry_through(*staff, MINOR, paper)
    after = now(family[0]).particulars
    assert after.katagaki == "例示ハイツ101号"
    assert (after.address, after.address_since) == (before.address, before.address_since)
    birth = amendment(
        block("amend", family[2], birth_date="H27.6.4"),
        **EX_OFFICIO,
        as_minor="on",
        minor_ground="minister",
    )
    assert refused(staff, "amend", birth) == {"minor_not_name_or_address"}


@pytest.mark.proves("STD-4.2.3.1/m3")
@pytest.mark.parametrize(
    ("mark", "reason"), [("on", "correction_minor"), ("", "correction_ex_officio")]
)
def test_whether_it_is_minor_is_chosen(
    staff: Staff, family: list[UUID], mark: str, reason: str
) -> None:
    fields = {"as_minor": mark, "minor_ground": "character_identified"} if mark else {}
    paper = amendment(block("amend", family[1], name="見本　華子"), **EX_OFFICIO, **fields)
    assert change_of(carry_through(*staff, "amend", paper)).reason == reason


def test_a_minor_ground_reaches_what_it_names(staff: Staff, family: list[UUID]) -> None:
    named = amendment(block(MINOR, family[1], name="見本　華子"), minor_ground="lot_renumbered")
    assert refused(staff, MINOR, named) == {"minor_ground_of_address"}
    some = amendment(
        block(MINOR, family[1]),
        minor_ground="lot_renumbered",
        town_code="066000",
        town_code_text="五老内町",
        banchi="3-2",
    )
    assert refused(staff, MINOR, some) == {"part_of_household"}


def test_a_foreigner_is_amended_without_a_register(staff: Staff) -> None:
    person = foreigner(staff)
    paper = amendment(block("amend", person, name_kanji="見本　真理"), **EX_OFFICIO)
    carry_through(*staff, "amend", paper)
    assert now(person).particulars.name_kanji == "見本　真理"


def test_a_future_day_is_refused(staff: Staff, family: list[UUID]) -> None:
    paper = amendment(block("amend", family[0], sex=""), **EX_OFFICIO)
    with set_to(TODAY):
        assert refused(staff, "amend", paper | {"event_date": "2026-11-21"})


@pytest.mark.proves("STD-4.2.0.4/m1", "STD-4.2.0.5/m2")
def test_the_days_of_a_notice_and_of_a_petition_begin_with_today() -> None:
    payload = initial_payload(KINDS[REGISTER].sheet, today="R8.11.20")
    assert (payload["noticed_on"], payload["petitioned_on"]) == ("R8.11.20", "R8.11.20")
