"""The desk: another address with its ground and evidence, ローマ字, withdrawing, the card system's list, and the history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from daicho.business.movements.tests.family import Staff
from daicho.business.movements.tests.paper import carry_through, pool
from daicho.config.lines_core import HANDLERS
from daicho.foundation.lines.public import Accepted, Received
from daicho.foundation.messages.public import canonical
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.dispatch.commands.arrange import arrange
from daicho.gateways.dispatch.commands.erase_places import erase_places
from daicho.gateways.dispatch.commands.keep_roman import keep_roman
from daicho.gateways.dispatch.commands.make_postings import held_today
from daicho.gateways.dispatch.commands.settle_target import settle_target
from daicho.gateways.dispatch.commands.step_wish import make_anew, reopen, withdraw
from daicho.gateways.dispatch.domain.places import Typed
from daicho.gateways.dispatch.models import Arrangement, Posting, RomanName, UnmatchedTarget, Wish
from daicho.gateways.dispatch.selectors.history import Asked, list_targets, search_history
from daicho.gateways.dispatch.selectors.one_wish import view_wish
from daicho.gateways.dispatch.selectors.wishes import list_wishes
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
    told,
    waiting,
    wish_of,
)
from daicho.gateways.jukinet.tests.line import came
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HOSPITAL = Typed(
    print_class="2",
    elsewhere=True,
    postal_code="960-8000",
    address="福島県福島市架空町1番1号　架空病院",
    recipient="見本　花子",
    ground="hospital",
    evidence="居所情報登録申請書・入院証明書",
)
HOME = Typed(print_class="1")


def choose(access: Access, typed: Typed, *people: UUID) -> None:
    found = [wish_of(person) for person in people]
    arrange(access, wishes={w.key: w.edition for w in found}, typed=typed)


@pytest.mark.proves("STD-7.1.1.4/m3", "STD-7.1.1.1/m3")
def test_an_envelope_goes_to_where_somebody_really_stays(family: list[UUID], clerk: Access) -> None:
    designated(family[1], family[2])
    choose(clerk, HOSPITAL, family[1])
    (envelope,) = made()
    items = canonical("dispatch-65", envelope.body["households"][0]["items"])
    assert (items["postal_code"], items["address"]) == ("9608000", HOSPITAL.address)
    assert (items["recipient"], items["print_class"]) == ("見本　花子", "2")
    (person,) = envelope.body["households"][0]["people"]
    assert person["items"]["46"] == "福島市五老内町3-1　見本ハイツ101号"
    # The others of the household wait for their own envelope.
    assert wish_of(family[2]).state == "unmade"
    view = view_wish(clerk, wish=wish_of(family[1]).key)
    assert view.arrangement is not None
    assert view.arrangement.place["address"] == HOSPITAL.address
    assert view.postings[0].elsewhere
    (line,) = search_history(clerk, asked=Asked(), page=1).lines
    assert line.posting.elsewhere
    assert line.posting.operator == clerk.name


def test_another_address_is_sealed_where_it_lies(family: list[UUID], clerk: Access) -> None:
    designated(family[1])
    choose(clerk, HOSPITAL, family[1])
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(a)::text FROM dispatch_arrangement a")
        (row,) = cursor.fetchone() or ("",)
    assert "架空病院" not in row


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"print_class": "9"}, "print_class"),
        ({"postal_code": "960"}, "postal_code"),
        ({"address": ""}, "address"),
        ({"recipient": "あ" * 301}, "recipient"),
        ({"ground": ""}, "ground"),
        ({"evidence": " "}, "evidence"),
    ],
)
def test_what_is_missing_is_said_and_nothing_goes(
    family: list[UUID], clerk: Access, changes: dict[str, str], field: str
) -> None:
    designated(family[1])
    plain = {name: getattr(HOSPITAL, name) for name in HOSPITAL.__slots__}
    with pytest.raises(Invalid) as caught:
        choose(clerk, Typed(**{**plain, **changes}), family[1])
    assert [p.field for p in caught.value.problems] == [field]
    assert wish_of(family[1]).state == "unmade"
    assert not Arrangement.objects.exists()


def test_a_stale_page_and_a_second_post_change_nothing(family: list[UUID], clerk: Access) -> None:
    designated(family[1])
    seen = wish_of(family[1])
    choose(clerk, HOME, family[1])
    with pytest.raises(Conflict, match="先に行われました"):
        arrange(clerk, wishes={seen.key: seen.edition}, typed=HOSPITAL)
    made()
    with pytest.raises(Conflict, match="送付先の指定"):
        choose(clerk, HOME, family[1])
    assert len(waiting()) == 1


def test_two_households_are_two_envelopes(staff: Staff, clerk: Access) -> None:
    pool()
    people = moved_in(staff, {}, {"name": "架空　月子"})
    designated(*people)
    with pytest.raises(Invalid, match="まとめられない"):
        choose(clerk, HOME, *people)
    with pytest.raises(Invalid, match="選ばれていません"):
        arrange(clerk, wishes={}, typed=HOME)
    hurry()
    assert len(made()) == 2


def test_only_the_counter_and_the_examiners_arrange(family: list[UUID], approver: Access) -> None:
    designated(family[1])
    with pytest.raises(Refused):
        choose(approver, HOME, family[1])
    assert wish_of(family[1]).state == "unmade"


@pytest.mark.proves("JUK-048")
def test_roman_letters_go_as_they_were_confirmed(staff: Staff, clerk: Access) -> None:
    pool()
    plain = {"name": "見本　太郎", "name_kana": "ミホン　タロウ"}
    former = {
        "name": "見本　洋子",
        "name_kana": "ミホン　ヨウコ",
        "former_surname": "大野",
        "former_surname_kana": "オオノ",
    }
    people = moved_in(staff, plain, former)
    designated(*people)
    first, second = (wish_of(p) for p in people)
    assert view_wish(clerk, wish=first.key).proposal.name == "MIHON TARO"
    assert view_wish(clerk, wish=second.key).proposal.former_surname == "ONO"
    keep_roman(clerk, wish=first.key, name="mihon  tarou", former_surname="")
    keep_roman(clerk, wish=second.key, name="MIHON YOKO", former_surname="OHNO")
    hurry()
    found = {}
    for envelope in made():
        fields = canonical("dispatch-65", envelope.body["households"][0]["people"][0]["items"])
        found[fields["name"]] = fields
    assert found["見本　太郎"]["roman_name"] == "MIHON TAROU"
    assert "roman_former_surname" not in found["見本　太郎"]
    assert found["見本　洋子"]["roman_name"] == "MIHON YOKO"
    assert found["見本　洋子"]["roman_former_surname"] == "OHNO"


@pytest.mark.parametrize(
    ("name", "former", "field"),
    [("ミホン", "", "name"), ("MIHON", "ONO", "former_surname"), ("A" * 201, "", "name")],
)
def test_other_letters_are_refused(
    family: list[UUID], clerk: Access, name: str, former: str, field: str
) -> None:
    designated(family[1])
    with pytest.raises(Invalid) as caught:
        keep_roman(clerk, wish=wish_of(family[1]).key, name=name, former_surname=former)
    assert [p.field for p in caught.value.problems] == [field]
    assert not RomanName.objects.exists()


def test_withdrawn_with_a_reason_and_taken_back(family: list[UUID], clerk: Access) -> None:
    designated(family[1])
    row = wish_of(family[1])
    with pytest.raises(Invalid):
        withdraw(clerk, wish=row.key, edition=row.edition, words=" ")
    withdraw(clerk, wish=row.key, edition=row.edition, words="窓口で手渡した")
    hurry()
    assert made() == []
    row = wish_of(family[1])
    assert (row.state, row.words) == ("withdrawn", "窓口で手渡した")
    reopen(clerk, wish=row.key, edition=row.edition)
    assert wish_of(family[1]).make_at is None
    choose(clerk, HOME, family[1])
    assert len(made()) == 1


def test_a_refused_one_is_made_anew_as_it_was_arranged(family: list[UUID], clerk: Access) -> None:
    designated(family[1])
    choose(clerk, HOSPITAL, family[1])
    (first,) = made()
    told(first, "refused", problem("dispatch.unknown", "機構にいません。"))
    row = wish_of(family[1])
    make_anew(clerk, wish=row.key, edition=row.edition)
    (second,) = made()
    one, two = (e.body["households"][0]["items"] for e in (first, second))
    assert one["1"] != two["1"]
    assert {n: t for n, t in one.items() if n != "1"} == {n: t for n, t in two.items() if n != "1"}


def targets(*rows: dict[str, str]) -> Received:
    body = {"list_number": "DT-20261120", "made_on": "20261120", "targets": list(rows)}
    return came("dispatch.targets", body)


def code_of(person: UUID) -> str:
    held = held_today(person)
    assert held is not None
    ref = held.particulars.resident_record_code_ref
    assert ref is not None
    return reveal_many([ref])[ref]


@pytest.mark.proves("STD-7.1.1.4/m2")
def test_the_card_systems_list_is_matched_and_answered(
    family: list[UUID], staff: Staff, clerk: Access
) -> None:
    designated(family[1], family[2], family[3])
    hurry()
    told(made()[0], "accepted")
    dead = {f"selected.{family[3]}": "on", "event_date": "2026-11-20", "noticed_on": "2026-11-20"}
    carry_through(*staff, "death", dead)
    heard()
    came = targets(
        {"code": code_of(family[1]), "reason": "address_changed"},
        {"code": code_of(family[2]), "reason": "returned", "dispatch_number": "D2026-0000001"},
        {"code": code_of(family[3]), "reason": "expired"},
        {"code": "99999999997", "reason": "returned"},
        {"code": code_of(family[0]), "reason": "items_changed"},
    )
    assert HANDLERS["dispatch.targets"](came) == Accepted()
    assert HANDLERS["dispatch.targets"](came) == Accepted()
    (envelope,) = made()
    assert envelope.thread == came.thread
    assert [p["items"]["40"] for p in envelope.body["households"][0]["people"]] == ["見本　花子"]
    # What came back waits for somebody to look at the address.
    returned = wish_of(family[2])
    assert (returned.state, returned.make_at) == ("unmade", None)
    lines = list_targets(clerk, page=1).lines
    assert {(line.place, line.why) for line in lines} == {
        (3, "住民票が消除されています。"),
        (4, "この住民票コードの人が台帳にいません。"),
        (5, "個人番号が記載されていません。"),
    }
    settle_target(clerk, target=lines[0].key, words="死亡のため回答しない")
    with pytest.raises(Conflict):
        settle_target(clerk, target=lines[0].key, words="もう一度")
    assert UnmatchedTarget.objects.filter(settled_at__isnull=True).count() == 2


def test_whom_the_list_names_while_they_wait_goes_with_it(family: list[UUID]) -> None:
    designated(family[1])
    came = targets({"code": code_of(family[1]), "reason": "address_changed"})
    HANDLERS["dispatch.targets"](came)
    assert Wish.objects.count() == 1
    hurry()
    (envelope,) = made()
    assert envelope.thread == came.thread


@pytest.mark.proves("STD-7.1.1.4/m4")
def test_the_history_is_found_by_person_number_state_and_day(
    family: list[UUID], clerk: Access
) -> None:
    designated(family[1])
    choose(clerk, HOME, family[1])
    told(made()[0], "accepted")
    with clock.set_to(date(2026, 11, 25)):
        designate(family[2], 40)
        choose(clerk, HOME, family[2])
        told(made()[0], "refused", problem("dispatch.mismatch", "「住所」が一致しません。"))
    held = held_today(family[1])
    assert held is not None
    first = Posting.objects.earliest("made_at")

    def numbers(**asked: Any) -> list[str]:
        found = search_history(clerk, asked=Asked(**asked), page=1)
        return [line.posting.number for line in found.lines]

    assert len(numbers()) == 2
    assert numbers(atena_number=held.atena_number) == [first.number]
    assert numbers(number=first.number.lower()) == [first.number]
    assert numbers(state="provided") == [first.number]
    assert numbers(since=date(2026, 11, 21)) != [first.number]
    assert numbers(until=date(2026, 11, 20)) == [first.number]
    assert numbers(atena_number="0") == []
    (line,) = search_history(clerk, asked=Asked(state="mismatch"), page=1).lines
    assert line.people[0][0] == "見本　一郎"
    assert line.problem == "「住所」が一致しません。"


def test_places_and_letters_are_emptied_after_their_period(
    family: list[UUID], clerk: Access
) -> None:
    designated(family[1], family[2])
    for person in family[1:3]:
        keep_roman(clerk, wish=wish_of(person).key, name="MIHON", former_surname="")
        choose(clerk, HOSPITAL, person)
    done, waits = made()
    told(done, "accepted")
    assert waits.id != done.id
    with clock.set_to(business_now().date() + timedelta(days=90)):
        assert erase_places(machine()) == 0
    with clock.set_to(business_now().date() + timedelta(days=91)):
        assert erase_places(machine()) == 2
        assert erase_places(machine()) == 0
    provided = Wish.objects.get(state="provided")
    assert provided.arrangement is not None
    assert provided.arrangement.sealed is None
    assert provided.arrangement.erased_at is not None
    assert Arrangement.objects.filter(sealed__isnull=False).count() == 1
    assert RomanName.objects.filter(sealed__isnull=False).count() == 1


def test_the_list_has_its_headings(family: list[UUID], clerk: Access) -> None:
    designated(family[1], family[2])
    found = list_wishes(clerk, shown="waiting", page=1)
    assert [line.state for line in found.lines] == ["unmade", "unmade"]
    assert found.lines[0].address.startswith("福島市五老内町")
    hurry()
    told(made()[0], "refused", problem("dispatch.mismatch", "「住所」が一致しません。"))
    (line, _) = list_wishes(clerk, shown="wrong", page=1).lines
    assert line.problem == "「住所」が一致しません。"
    assert states() == ["mismatch", "mismatch"]
