"""送付先情報 is made from the register for whoever was given a number: once, by household, and for nobody who is gone."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from daicho.business.movements.commands.save_draft import seal_numbers
from daicho.business.movements.tests.amending import amendment, block
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import (
    carry_through,
    individual_number,
    pool,
)
from daicho.config.profiles import profile_named
from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.models import SentMessage, VolatileBody
from daicho.foundation.lines.public import deliver_lines
from daicho.foundation.messages.public import LAYOUTS, canonical, check_body
from daicho.gateways.dispatch.commands.make_postings import make_due
from daicho.gateways.dispatch.models import Posting, Wish
from daicho.gateways.dispatch.tests.conftest import (
    designate,
    designated,
    heard,
    hurry,
    machine,
    made,
    moved_in,
    problem,
    states,
    taken_over,
    told,
    waiting,
    wish_of,
)
from daicho.kernel import clock
from daicho.kernel.errors import Invalid
from daicho.registers.protection.tests.scene import support

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
KIND = "dispatch.information"
TODAY = {"event_date": "2026-11-20", "notified_on": "2026-11-20"}


@pytest.mark.proves("JUK-018", "STD-7.1.1.4/m1")
def test_two_of_a_household_go_in_one_envelope_and_never_twice(family: list[UUID]) -> None:
    designated(family[2], family[3])
    assert states() == ["unmade", "unmade"]
    assert made() == []
    hurry()
    (envelope,) = made()
    assert (envelope.receiver.municipality, envelope.receiver.node) == ("072010", "municipal_cs")
    people = [each["items"]["40"] for each in envelope.body["households"][0]["people"]]
    assert people == ["見本　一郎", "見本　二葉"]
    told(envelope, "held")
    assert states() == ["sent", "sent"]
    told(envelope, "accepted")
    assert states() == ["provided", "provided"]
    # The same events once more, and days later: nobody is due again.
    for wish in Wish.objects.all():
        assert wish.case is not None
    hurry()
    assert made() == []
    assert Posting.objects.count() == 1


def test_it_waits_the_days_of_the_town_and_then_goes_by_itself(family: list[UUID]) -> None:
    designated(family[2])
    assert made() == []
    with clock.set_to(date(2026, 11, 22)):
        assert len(made()) == 1


def test_a_town_may_leave_it_all_to_the_desk(family: list[UUID], settings: Any) -> None:
    settings.PROFILE = settings.PROFILE.model_copy(
        update={"jukinet": _with_dispatch(settings.PROFILE.jukinet, delay_hours=None)}
    )
    designated(family[2])
    assert wish_of(family[2]).make_at is None
    with clock.set_to(date(2027, 11, 22)):
        assert made() == []


def test_it_waits_until_the_nation_has_been_told(family: list[UUID]) -> None:
    """Else the 機構 would compare it with what it does not know yet."""
    designated(family[2])
    hurry()
    assert make_due(machine()) == 0
    assert waiting() == []
    hurry()
    assert len(made()) == 1


@pytest.mark.proves("JUK-019")
def test_whoever_dies_before_it_is_sent_is_not_in_it(family: list[UUID], staff: Staff) -> None:
    designated(family[2], family[3])
    dead = {f"selected.{family[2]}": "on", "event_date": "2026-11-15", "noticed_on": "2026-11-19"}
    carry_through(*staff, "death", dead)
    heard()
    hurry()
    (envelope,) = made()
    people = [each["items"]["40"] for each in envelope.body["households"][0]["people"]]
    assert people == ["見本　二葉"]
    gone = wish_of(family[2])
    assert (gone.state, gone.words) == ("withdrawn", "住民票が消除されています。")


def test_one_that_waits_on_the_line_is_taken_back_when_somebody_in_it_dies(
    family: list[UUID], staff: Staff
) -> None:
    designated(family[2], family[3])
    hurry()
    (first,) = made()
    dead = {f"selected.{family[2]}": "on", "event_date": "2026-11-15", "noticed_on": "2026-11-19"}
    carry_through(*staff, "death", dead)
    heard()
    assert SentMessage.objects.get(key=first.id).state == "stopped"
    assert not VolatileBody.objects.exists()
    assert (wish_of(family[2]).state, wish_of(family[3]).state) == ("withdrawn", "ready")
    (second,) = made()
    people = [each["items"]["40"] for each in second.body["households"][0]["people"]]
    assert people == ["見本　二葉"]
    assert second.body["households"][0]["items"]["1"] != first.body["households"][0]["items"]["1"]


def test_a_number_that_is_changed_is_told_and_the_former_is_not(
    family: list[UUID], staff: Staff
) -> None:
    designated(family[2])
    hurry()
    told(made()[0], "accepted")
    paper = amendment(
        block("number_change_ex_officio", family[2], individual_number=individual_number(99)),
        basis="職権",
        ground="機構の通知",
    )
    carry_through(*staff, "number_change_ex_officio", seal_numbers(paper))
    heard()
    assert states() == ["provided", "unmade"]
    hurry()
    (envelope,) = made()
    assert envelope.body["households"][0]["people"][0]["items"]["50"] == individual_number(99)
    assert wish_of(family[2]).why == "changed"


def test_a_slip_that_is_put_right_is_no_designation(family: list[UUID], staff: Staff) -> None:
    designated(family[2])
    paper = amendment(
        block("number_correct", family[2], individual_number=individual_number(98)),
        basis="職権",
        ground="入力の誤り",
    )
    carry_through(*staff, "number_correct", seal_numbers(paper))
    heard()
    hurry()
    assert made() == []
    # What is told would not be the number that was designated.
    assert states() == ["withdrawn"]


@pytest.mark.proves("DATA-003")
def test_the_sixty_five_items_of_fukushima_in_their_order(family: list[UUID]) -> None:
    designated(family[2])
    hurry()
    (envelope,) = made()
    assert check_body(KIND, envelope.body) == []
    household = envelope.body["households"][0]
    assert envelope.body["layout"] == "dispatch-65"
    items = {**household["items"], **household["people"][0]["items"]}
    assert {int(n) for n in household["items"]} == set(range(1, 38))
    assert {int(n) for n in household["people"][0]["items"]} < set(range(38, 66))
    fields = canonical("dispatch-65", items)
    assert len(LAYOUTS["dispatch-65"].by_number) == 65
    assert fields["address"] == "福島市五老内町3-1　見本ハイツ101号"
    assert fields["recipient"] == "見本　太郎"
    assert (fields["recipient_length"], fields["recipient_gaiji_count"]) == ("5", "0")
    assert fields["municipality_name"] == "福島市"
    assert fields["municipality_phone"] == "024-000-0000"
    assert fields["issuing_place"] == fields["card_place"] == "福島市役所市民課"
    assert (fields["people_count"], fields["print_class"]) == ("1", "1")
    assert (fields["name"], fields["name_kana"]) == ("見本　一郎", "ミホン　イチロウ")
    assert fields["birth_date"] == "420150603"
    assert fields["individual_number"] == individual_number(12)
    assert fields["substitution_result"] == "0"
    assert fields["processed_on"] == "20261120"
    assert "roman_name" not in fields


@pytest.mark.proves("DATA-014")
def test_wako_has_sixty_seven_items(family: list[UUID], settings: Any) -> None:
    settings.PROFILE = profile_named("wako")
    designated(family[2])
    hurry()
    (envelope,) = made()
    assert check_body(KIND, envelope.body) == []
    assert envelope.body["layout"] == "dispatch-67"
    household = envelope.body["households"][0]
    items = {**household["items"], **household["people"][0]["items"]}
    assert canonical("dispatch-67", items)["municipality_name"] == "和光市"
    assert LAYOUTS["dispatch-67"].by_number["66"].field == "roman_name"
    # A number of the one layout has another meaning in the other; nobody takes 67 items as 65.
    with pytest.raises(Invalid):
        canonical("dispatch-65", {"67": "KAMEI"})


@pytest.mark.proves("JUK-047")
def test_characters_that_cards_cannot_print_have_substitutes_and_places(
    staff: Staff,
) -> None:
    pool()
    odd = {
        "name": "髙見本　𠮷子",
        "name_kana": "タカミホン　ヨシコ",
        "family_register_head": "髙見本　𠮷子",
    }
    person, plain = moved_in(staff, odd, {})
    designated(person, plain)
    hurry()
    found = {}
    for envelope in made():
        for each in envelope.body["households"][0]["people"]:
            fields = canonical("dispatch-65", each["items"])
            found[fields["name"]] = fields
    first, second = found["髙見本　𠮷子"], found["見本　花子"]
    assert first["substituted_name"] == "高見本　吉子"
    assert first["substituted_name_positions"] == "1,5"
    assert (first["substitution_result"], first["gaiji"]) == ("1", "1")
    assert len(first["gaiji_patterns"].split(",")) == 2
    assert (second["substitution_result"], second["gaiji"]) == ("0", "0")
    assert "substituted_name" not in second


@pytest.mark.proves("JUK-021")
def test_what_does_not_agree_with_the_nation_is_made_anew_from_the_register_put_right(
    family: list[UUID], staff: Staff
) -> None:
    designated(family[2])
    hurry()
    (first,) = made()
    told(
        first,
        "refused",
        problem("dispatch.mismatch", "「住所」が機構保存本人確認情報と一致しません。"),
    )
    wrong = wish_of(family[2])
    assert (wrong.state, wrong.problems[0]["code"]) == ("mismatch", "dispatch.mismatch")
    assert made() == []
    carry_through(*staff, "move_within", moving(family, **TODAY) | NEXT_DOOR)
    heard()
    assert wish_of(family[2]).state == "ready"
    hurry()
    (second,) = made()
    fields = canonical("dispatch-65", second.body["households"][0]["people"][0]["items"])
    assert fields["person_address"].endswith("9-9")
    told(second, "accepted")
    assert states() == ["provided"]
    assert sorted(Posting.objects.values_list("state", flat=True)) == ["mismatch", "provided"]


def test_another_refusal_is_kept_with_its_words(family: list[UUID]) -> None:
    designated(family[2])
    hurry()
    told(made()[0], "refused", problem("dispatch.layout", "項目の並びが違います。"))
    found = wish_of(family[2])
    assert (found.state, found.problems[0]["what"]) == ("refused", "項目の並びが違います。")


def test_a_town_without_its_places_sends_nothing_and_says_why(
    family: list[UUID], settings: Any
) -> None:
    settings.PROFILE = settings.PROFILE.model_copy(
        update={"jukinet": _with_dispatch(settings.PROFILE.jukinet, municipality=None)}
    )
    designated(family[2])
    hurry()
    assert made() == []
    assert wish_of(family[2]).problems[0]["code"] == "dispatch.profile"
    assert not SentMessage.objects.filter(kind=KIND).exists()


def test_what_the_breakdown_emptied_is_made_anew_under_its_own_number(family: list[UUID]) -> None:
    """The UNLOGGED table is empty after a crash; the wish is not, and the register makes the same again."""
    designated(family[2], family[3])
    hurry()
    (first,) = made()
    VolatileBody.objects.all().delete()
    deliver_lines()
    assert states() == ["ready", "ready"]
    assert SentMessage.objects.get(key=first.id).state == "stopped"
    (second,) = made()
    assert second.id != first.id
    assert second.thread == first.thread
    assert second.body == first.body
    posting = Posting.objects.get()
    assert (posting.times, posting.message, posting.state) == (2, second.id, "sent")
    # The card system has it already: it was provided the first time.
    told(second, "refused", problem("dispatch.repeated", "受け取り済みの送付先管理番号です。"))
    assert states() == ["provided", "provided"]


def test_what_the_municipal_cs_lost_is_made_anew_as_well(family: list[UUID]) -> None:
    designated(family[2])
    hurry()
    (first,) = made()
    told(first, "refused", problem("dispatch.lost", "送付先情報の内容がありません。"))
    (second,) = made()
    assert second.body == first.body


def test_a_message_that_somebody_stopped_is_withdrawn(family: list[UUID]) -> None:
    designated(family[2])
    hurry()
    told(made()[0], "stopped")
    assert states() == ["withdrawn"]
    assert made() == []


def test_nobody_protected_is_written_to_by_itself(family: list[UUID]) -> None:
    designated(family[1], family[2])
    support(family[1])
    hurry()
    assert made() == []
    found = wish_of(family[1])
    assert (found.state, found.make_at) == ("unmade", None)
    assert found.problems[0]["code"] == "dispatch.place_wanted"


@pytest.mark.proves("JUK-059")
def test_each_provision_has_its_ground_and_count_and_no_content(family: list[UUID]) -> None:
    designated(family[2], family[3])
    hurry()
    (envelope,) = made()
    posting = Posting.objects.get()
    assert posting.basis == "個人番号カード省令23条の2・35条"
    assert set(posting.persons) == {family[2], family[3]}
    entry = Entry.objects.get(kind="dispatch.made")
    detail = json.loads(entry.body)["detail"]
    assert (detail["basis"], detail["people"]) == (posting.basis, 2)
    row = SentMessage.objects.get(key=envelope.id)
    assert (bytes(row.sealed), row.key_id) == (b"", "")
    # One item that is none of 送付先情報 refuses the whole.
    more = dict(envelope.body)
    more["households"] = [{**envelope.body["households"][0], "statistics": {"1": "2"}}]
    assert {p.code for p in check_body(KIND, more)} == {"message.unknown_item"}


def test_without_lines_nobody_is_noted(family: list[UUID], settings: Any) -> None:
    settings.LINES = None
    designate(family[2], 12)
    assert not Wish.objects.exists()
    assert make_due(machine()) == 0


def test_two_workers_make_it_once(family: list[UUID]) -> None:
    designated(family[2])
    hurry()
    taken_over()
    assert make_due(machine()) == 1
    Wish.objects.filter(state="sent").update(make_at=clock.business_now())
    assert make_due(machine()) == 0
    assert len(waiting()) == 1


def _with_dispatch(profile: Any, **changes: Any) -> Any:  # Any: fields by name
    return profile.model_copy(update={"dispatch": profile.dispatch.model_copy(update=changes)})
