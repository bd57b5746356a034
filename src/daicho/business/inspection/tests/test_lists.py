"""Lists (一覧): who stands on them and who does not, in which order, and what leaves."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from daicho.business.certificates.domain.papers import PAPERS
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.history import Conditions, search_history
from daicho.business.inspection.commands.ask_listing import ask_listing
from daicho.business.inspection.commands.decide_listing import decide_listing
from daicho.business.inspection.commands.dispose_listing import dispose_listing
from daicho.business.inspection.commands.make_listing import make_listing
from daicho.business.inspection.domain.conditions import Condition, Method, Order
from daicho.business.inspection.domain.drawing import rank
from daicho.business.inspection.domain.listings import ListKind, State
from daicho.business.inspection.domain.wishes import ListWish
from daicho.business.inspection.models import Listing, ListingMember
from daicho.business.inspection.selectors import outputs
from daicho.business.inspection.selectors.listings import list_listings, view_listing
from daicho.business.inspection.selectors.outputs import Form, open_output
from daicho.business.inspection.tests.conftest import (
    GORO,
    Make,
    content,
    elsewhere,
    of_town,
    people,
    printed,
    resident,
)
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.tests.paper import HEAD, move_in_paper
from daicho.foundation.audit.models import Entry
from daicho.kernel import clock
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Conflict, Invalid, Missing, Refused
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.tests.scene import support, suppress
from daicho.registers.residents.domain.particulars import Removal
from daicho.registers.residents.tests.factories import (
    enter,
    foreigner,
    individual_number,
    remove,
    resident_code,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def row_of(listing: UUID) -> Listing:
    return Listing.objects.get(key=listing)


# The kinds of paper that STD-1.3.8 names, as the history calls them.
OF_THE_STANDARD = {
    "individual",
    "household",
    "removed",
    "items",
    "removed_items",
    "move_out_certificate",
    "move_out_equivalent",
    "inspection_copy",
    "code_notice",
    "code_change_notice",
    "code_correction_notice",
}


def lines(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.proves("REG-087", "STD-9.5/m1")
def test_a_ledger_of_a_district_has_its_present_people_and_four_items_alone(
    make: Make, second: Access
) -> None:
    _, number = individual_number()
    _, code = resident_code()
    here = resident(
        "例示　花",
        individual_number_ref=number,
        resident_record_code_ref=code,
        katagaki="見本ハイツ101",
    )
    elsewhere("例示　月")
    remove(resident("例示　星"), on=date(2026, 11, 1))
    dead = resident("例示　雪")
    remove(dead, on=date(2026, 11, 19), removal=Removal.DEAD)
    leaving = resident("例示　風")
    remove(leaving, on=date(2026, 12, 1))
    made = make(condition=of_town(GORO))
    assert set(people(made)) == {here.person, leaving.person}
    head, *rows, mark = lines(content(second, made, Form.CSV))
    assert head == ["番号", "氏名", "生年月日", "性別", "住所"]
    assert ["例示　花", "昭和60年4月1日", "男", "福島市五老内町3番1号　見本ハイツ101"] in [
        row[1:] for row in rows
    ]
    assert mark[0].startswith(row_of(made).number)
    assert mark[1:] == ["", "", "", ""]


@pytest.mark.proves("STD-9.5/m1")
def test_nobody_who_is_protected_stands_on_a_list_and_the_order_is_another_each_time(
    make: Make,
) -> None:
    crowd = [resident(f"例示　{n}") for n in range(30)]
    safe, child, hidden, household = (resident(f"見本　{n}") for n in "花月星雪")
    support(safe.person, child.person)
    suppress(hidden.person, certificate=Restraint.ALERT)
    suppress(household=household.items.household_number, look_up=Restraint.ERROR)
    first, again = make(), make()
    listed = {one.person for one in crowd}
    assert set(people(first)) == set(people(again)) == listed
    assert people(first) != people(again)
    assert row_of(first).left_out == 4
    assert people(first) == sorted(listed, key=lambda p: rank(row_of(first).seed, p))


def test_an_order_by_address_or_birth_is_what_was_asked(make: Make) -> None:
    old = resident("例示　花", born=date(1940, 1, 1), address="福島市五老内町9番")
    young = resident("例示　月", born=date(2010, 1, 1), address="福島市五老内町1番")
    assert people(make(condition=Condition(order=Order.BIRTH))) == [old.person, young.person]
    assert people(make(condition=Condition(order=Order.ADDRESS))) == [young.person, old.person]


@pytest.mark.proves("STD-4.0.8/n2")
def test_a_list_is_made_while_cases_wait_with_what_was_before_the_draft(
    make: Make, clerk: Access
) -> None:
    here = resident("例示　花")
    paper = move_in_paper({**HEAD, "name": "未定　仮"})
    submit(clerk, case=uuid4(), kind="move_in", payload=paper, edition=0, confirmed=())
    made = make()
    assert people(made) == [here.person]


@pytest.mark.proves("STD-1.3.8/m1")
def test_a_list_stands_in_the_history_of_issues_with_its_pages_and_for_whom(
    make: Make, clerk: Access
) -> None:
    for n in range(26):
        resident(f"例示　{n}")
    made = make(recipient="架空大学")
    found = search_history(
        clerk.serving(Purpose.CERTIFICATE), wanted=Conditions(kind="inspection_copy")
    ).lines
    (line,) = found
    assert (line.form, line.pages, line.addressee) == (
        "住民基本台帳の一部の写し（閲覧用）",
        2,
        "架空大学",
    )
    assert line.items == "氏名、生年月日、性別、住所"
    assert line.terminal == "本庁1"
    assert Issue.objects.get(key=line.key).request_key == made
    assert set(PAPERS) >= OF_THE_STANDARD


@pytest.mark.proves("STD-9.5/m2")
def test_a_list_is_a_pdf_with_numbered_pages_and_copies_or_csv(make: Make, second: Access) -> None:
    for n in range(27):
        resident(f"例示　{n}番")
    made = make()
    pdf = content(second, made, Form.PDF, copies=2)
    pages = printed(pdf_of(pdf, 1))
    number = row_of(made).number
    assert [page[-len("1/2頁2部の1") :] for page in pages] == ["1/2頁2部の1", "2/2頁2部の1"]
    assert printed(pdf_of(pdf, 2))[1].endswith("2/2頁2部の2")
    assert all(number in page for page in pages)
    assert all("目的外の利用を禁じる" in page for page in pages)
    assert "例示" in pages[0]
    assert len(lines(content(second, made, Form.CSV))) == 29


def pdf_of(archive: bytes, copy: int) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as kept:
        name = next(n for n in kept.namelist() if f"{copy}部-001冊" in n)
        return kept.read(name)


def test_a_long_list_leaves_volume_by_volume(
    make: Make, second: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "PAGES_A_VOLUME", 1)
    for n in range(27):
        resident(f"例示　{n}番")
    made = make(condition=Condition(order=Order.BIRTH))
    archive = content(second, made, Form.PDF)
    with zipfile.ZipFile(io.BytesIO(archive)) as kept:
        names = kept.namelist()
        assert len(names) == 2
        last = printed(kept.read(names[1]))
    assert len(last) == 1
    assert last[0].endswith("2/2頁")
    assert "27" in last[0]


def test_a_list_without_anybody_says_so(make: Make, second: Access) -> None:
    made = make(condition=Condition(born_from=date(1880, 1, 1), born_until=date(1880, 1, 2)))
    (page,) = printed(content(second, made, Form.PDF))
    assert "該当する人はいません。" in page


def test_what_the_font_lacks_is_a_geta_and_the_list_goes_out(make: Make, second: Access) -> None:
    resident("例示　\U0001f600")
    (page,) = printed(content(second, make(), Form.PDF))
    assert "例示〓" in page


def test_names_carry_the_former_surname_or_the_alias(make: Make, second: Access) -> None:
    resident("例示　花", former_surname="旧見本")
    enter(foreigner())
    rows = lines(content(second, make(), Form.CSV))
    assert {row[1] for row in rows[1:-1]} == {
        "例示　花（旧氏 旧見本）",
        "SAMPLE MARIA（通称 見本　真理）",
    }


def test_a_list_that_no_law_asks_for_wants_a_second_person(
    desk: Access, chief: Access, second: Access
) -> None:
    key = uuid4()
    wish = ListWish(kind=ListKind.SAMPLE, purpose="市民意識調査", basis="総合計画")
    ask_listing(desk, listing=key, wish=wish)
    with pytest.raises(Conflict):
        ask_listing(desk, listing=key, wish=wish)
    with pytest.raises(Conflict):
        make_listing(desk, listing=key)
    with pytest.raises(Refused):
        decide_listing(second, listing=key, edition=1, approved=True)
    with pytest.raises(Invalid):
        decide_listing(chief, listing=key, edition=1, approved=False)
    with pytest.raises(Conflict):
        decide_listing(chief, listing=key, edition=2, approved=True)
    decide_listing(chief, listing=key, edition=1, approved=False, words="目的が広すぎる")
    with pytest.raises(Conflict):
        make_listing(desk, listing=key)
    assert ListingMember.objects.count() == 0


def test_nobody_approves_their_own_list(chief: Access) -> None:
    both = replace(chief, duties=frozenset({Duty.COUNTER, Duty.DECIDE}))
    key = uuid4()
    ask_listing(
        both, listing=key, wish=ListWish(kind=ListKind.SAMPLE, purpose="調査", basis="計画")
    )
    with pytest.raises(Refused):
        decide_listing(both, listing=key, edition=1, approved=True)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({}, {"purpose", "basis"}),
        ({"condition": Condition(towns=("999999",))}, {"towns"}),
        ({"condition": Condition(method=Method.SIMPLE)}, {"size"}),
        ({"condition": Condition(size=5)}, {"size"}),
        ({"condition": Condition(sex="x", kind="y")}, {"sex", "kind"}),
        (
            {"condition": Condition(born_from=date(2000, 1, 2), born_until=date(2000, 1, 1))},
            {"born_from"},
        ),
        ({"day": date(2026, 11, 21)}, {"day"}),
        ({"purpose": "あ" * 501}, {"purpose"}),
    ],
)
def test_what_is_wrong_with_a_wish_is_said_beside_its_field(
    desk: Access, wish: dict[str, Any], field: set[str]
) -> None:
    settled = {"purpose": "調査", "basis": "計画", **wish} if wish else {}
    with pytest.raises(Invalid) as caught:
        ask_listing(desk, listing=uuid4(), wish=ListWish(kind=ListKind.SAMPLE, **settled))
    assert {p.field for p in caught.value.problems} == field
    assert not Listing.objects.exists()


@pytest.mark.proves("STD-3.4/m1")
def test_who_comes_under_protection_afterwards_stops_the_paper(
    make: Make, second: Access, desk: Access
) -> None:
    shown, other = resident("例示　花"), resident("例示　月")
    made = make()
    suppress(shown.person, certificate=Restraint.ERROR)
    with pytest.raises(Conflict, match="抑止された人"):
        content(second, made, Form.PDF)
    rows = view_listing(desk, listing=made).rows
    assert {cells[0] for _, cells in rows} == {"（別に確認）", other.items.name}


def test_files_are_a_right_and_a_towns_switch(
    make: Make, desk: Access, second: Access, settings: Any
) -> None:
    resident("例示　花")
    made = make()
    with pytest.raises(Refused):
        content(desk, made, Form.CSV)
    assert content(second, made, Form.CSV)
    settings.LISTS_AS_FILES = False
    with pytest.raises(Refused, match="ファイルで受け取る"):
        content(second, made, Form.CSV)
    assert content(desk, made, Form.PDF).startswith(b"%PDF")


def test_every_output_is_one_entry_before_the_first_byte_leaves(make: Make, second: Access) -> None:
    resident("例示　花")
    made = make()
    before = Entry.objects.count()
    made_output = open_output(second, listing=made, form=Form.CSV)
    (entry,) = Entry.objects.order_by("seq")[before:]
    assert (entry.kind, entry.outcome) == ("rosters.output", "done")
    body = json.loads(entry.body)
    assert (body["digest"], body["count"]) == (row_of(made).digest, 1)
    assert b"".join(made_output.content)
    assert Entry.objects.count() == before + 1


def test_a_list_is_of_no_use_after_its_last_day_and_its_disposal_leaves_a_receipt(
    make: Make, second: Access, desk: Access
) -> None:
    resident("例示　花")
    made = make()
    digest = row_of(made).digest
    with clock.set_to(date(2027, 2, 19)), pytest.raises(Conflict, match="期間を過ぎ"):
        content(second, made, Form.PDF)
    with pytest.raises(Invalid) as caught:
        dispose_listing(desk, listing=made, edition=2, method="x", witness=" ")
    assert {p.field for p in caught.value.problems} == {"method", "witness"}
    receipt = dispose_listing(desk, listing=made, edition=2, method="shredded", witness="試験 立会")
    row = row_of(made)
    assert (row.receipt_number, row.digest, row.count) == (receipt, digest, 1)
    assert people(made) == []
    with pytest.raises(Missing):
        content(second, made, Form.PDF)
    with pytest.raises(Conflict):
        dispose_listing(desk, listing=made, edition=2, method="shredded", witness="試験 立会")


def test_the_members_of_a_list_go_with_its_disposal_alone(make: Make) -> None:
    resident("例示　花")
    made = make()
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT inspection_dispose(%s)", [made])
    assert len(people(made)) == 1


def test_a_list_that_is_made_stays_as_it_is(make: Make, desk: Access) -> None:
    resident("例示　花")
    made = make()
    before = people(made)
    resident("例示　月")
    assert make_listing(desk, listing=made) == 1
    assert people(made) == before
    assert Issue.objects.filter(kind="inspection_copy").count() == 1


def test_the_index_and_the_pages_of_a_list(make: Make, desk: Access) -> None:
    for n in range(30):
        resident(f"例示　{n}")
    made = make()
    (line,) = list_listings(desk, kinds=[ListKind.INSPECTION]).lines
    assert (line.count, line.pages, line.state) == (30, 2, State.MADE)
    second_page = view_listing(desk, listing=made, page=2)
    assert [position for position, _ in second_page.rows] == [26, 27, 28, 29, 30]
    assert view_listing(desk, listing=made, page=99).page == 2
    with pytest.raises(Missing):
        view_listing(desk, listing=uuid4())
