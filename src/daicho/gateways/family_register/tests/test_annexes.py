"""附票 over the years: opened from the register, rewritten, closed, kept for its own 150 years; what the 戸籍 desk may look up."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from daicho.business.movements.tests.family import Staff, moving, now
from daicho.business.movements.tests.paper import FOREIGNER, HEAD, WIFE, carry_through
from daicho.foundation.audit.models import Entry
from daicho.foundation.law_values import value_on
from daicho.gateways.family_register.commands.annex_acts import annex_of
from daicho.gateways.family_register.commands.close_annex import remove_annex, rewrite_annex
from daicho.gateways.family_register.commands.finding import line_of
from daicho.gateways.family_register.commands.open_annexes import open_annexes
from daicho.gateways.family_register.disposal import FILES
from daicho.gateways.family_register.domain.annex import Items, carried, kept_until
from daicho.gateways.family_register.domain.domicile import municipality_in, notified_to
from daicho.gateways.family_register.domain.notices import Register, annex_update
from daicho.gateways.family_register.models import Annex, AnnexEntry, AnnexLine
from daicho.gateways.family_register.selectors.annexes import search_annexes, view_annex
from daicho.gateways.family_register.selectors.reference import members_of, refer
from daicho.gateways.family_register.tests.conftest import ELSEWHERE, HERE, MovedIn, Sent
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("福島県福島市五老内町3番地1", "072010"),
        ("和光市広沢1番地5", "112291"),
        ("大阪府大阪市北区梅田1番地", "271004"),
        ("府中市宮町1番地", ""),
        ("東京都架空区見本町1番地", ""),
    ],
)
def test_the_municipality_is_read_from_a_written_domicile(written: str, code: str) -> None:
    found = municipality_in(written)
    assert (notified_to(found) if found else "") == code


@pytest.mark.parametrize(
    "written", ["福島市五老内町三番地一", "福島県福島市五老内町３－１", "福島市五老内町3番地の1"]
)
def test_another_way_to_write_a_domicile_finds_the_same_annex(
    annexed: AnnexLine, clerk: Access, written: str
) -> None:
    """For finding alone: the 附票 keeps the 本籍 as it is written in the 戸籍."""
    unknown = {"name": "別名　二郎", "birth_on": annexed.birth_on}
    place = {"domicile": written, "head": annexed.annex.head}
    assert line_of(unknown, place) == annexed
    assert line_of(unknown, place | {"domicile": "福島市五老内町3番地11"}) is None
    register = Register(municipality="072010", domicile=written, head=annexed.annex.head)
    assert annex_of(register, on=date(2026, 11, 20)) == annexed.annex
    assert Annex.objects.get().domicile == HERE
    found = search_annexes(clerk, name="", domicile=written, head="", closed=False, page=1)
    assert found is not None
    assert found.page.paginator.count == 1


@pytest.mark.parametrize(
    ("on", "names"),
    [
        (date(2022, 1, 10), set()),
        (date(2022, 1, 11), {"birth_on", "sex"}),
        (date(2024, 5, 26), {"birth_on", "sex"}),
        (date(2024, 5, 27), {"birth_on", "sex", "code"}),
        (date(2025, 5, 25), {"birth_on", "sex", "code"}),
        (date(2025, 5, 26), {"birth_on", "sex", "code", "name_kana"}),
    ],
)
def test_an_entry_tells_what_the_law_had_put_on_the_annex_by_its_day(
    on: date, names: set[str]
) -> None:
    told = {"birth_on": "319800715", "sex": "男", "code": "92128315677", "name_kana": "カクウ"}
    assert set(carried(told, on)) == names
    body = annex_update(
        Items(name="架空　太郎", birth_on="319800715", sex="男", address="福島市"),
        "",
        record_number="HF-1-1",
        domicile_municipality="072010",
        reason="転居",
        event_on="20220110",
        recorded_on=on,
        ended=False,
        place=1,
    )
    assert ("birth_on" in body) is ("birth_on" in names)


def test_the_register_opens_the_annexes_of_its_own_people_once(
    moved_in: MovedIn, system: Access, sent: Sent
) -> None:
    here = moved_in(HERE, HEAD, WIFE)
    moved_in(ELSEWHERE, HEAD | {"name": "例示　次男", "birth_date": "S50.1.1"}, banchi="7-7")
    assert list(open_annexes(system)) == [2]
    assert list(open_annexes(system)) == []
    annex = Annex.objects.get()
    assert (annex.domicile, annex.head) == (HERE, "見本　太郎")
    lines = AnnexLine.objects.filter(annex=annex)
    assert set(lines.values_list("person", flat=True)) == set(here)
    entry = AnnexEntry.objects.filter(line__person=here[0]).get()
    assert (entry.name, entry.sex, entry.birth_on) == ("見本　太郎", "男", "319850401")
    assert entry.code_sealed
    # The event of the move that comes after says nothing new.
    assert len(sent("annex.update")) == 2


@pytest.mark.proves("FAM-012")
def test_a_closed_annex_is_kept_for_its_own_years_and_nobody_erases_it(
    moved_in: MovedIn, staff: Staff, system: Access
) -> None:
    (person,) = moved_in(HERE, HEAD)
    assert list(open_annexes(system)) == [1]
    annex = Annex.objects.get()
    assert view_annex(staff[0], annex=annex.key).kept_until is None
    with pytest.raises(Invalid):
        remove_annex(staff[1], annex=annex.key, reason="")
    remove_annex(staff[1], annex=annex.key, reason="全員の除籍")
    view = view_annex(staff[0], annex=annex.key)
    assert view.kept_until == date(2176, 11, 20)
    assert view.people[0].ended == "全員の除籍"
    # The 住民票 stays current: its years have not begun, and are its own.
    assert now(person).valid.end is None
    assert value_on("retention_periods", "removed_annex", date(2026, 11, 20)).facts["years"] == 150
    assert "removed_annex" not in {file.code for file in FILES}
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM family_register_annex WHERE key = %s", [annex.key])
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM family_register_annexentry")
    assert AnnexEntry.objects.filter(line__annex=annex).count() == 2
    with pytest.raises(Conflict):
        remove_annex(staff[1], annex=annex.key, reason="もう一度")


def test_years_are_counted_from_the_day_of_closing() -> None:
    assert kept_until(date(2024, 2, 29), years=150) == date(2174, 3, 1)
    assert kept_until(date(2026, 11, 20), years=150) == date(2176, 11, 20)


def test_a_rewritten_annex_goes_on_with_the_newest_entries(
    moved_in: MovedIn, staff: Staff, system: Access, sent: Sent
) -> None:
    people = moved_in(HERE, HEAD, WIFE)
    list(open_annexes(system))
    old = Annex.objects.get()
    fresh = rewrite_annex(staff[1], annex=old.key, reason="様式の変更")
    old.refresh_from_db()
    assert (old.state, old.closed_words) == ("rewritten", "様式の変更")
    view = view_annex(staff[0], annex=fresh)
    assert view.rewritten_from == old.key
    assert [len(p.entries) for p in view.people] == [1, 1]
    assert set(AnnexLine.objects.filter(ended_on=None).values_list("person", flat=True)) == set(
        people
    )
    statuses = [m.body["record_status"] for m in sent("annex.update")]
    assert statuses.count("消除") == 2


@pytest.mark.proves("FAM-010")
def test_the_residents_of_one_family_register_stand_together_without_foreigners(
    moved_in: MovedIn, staff: Staff
) -> None:
    here = moved_in(HERE, HEAD, WIFE, FOREIGNER | {"relationship": "同居人"})
    moved_in(
        HERE,
        HEAD
        | {"name": "例示　次男", "family_register_head": "例示　次男", "birth_date": "S50.1.1"},
        banchi="7-7",
    )
    found = members_of(staff[0], domicile=HERE, head="見本　太郎")
    assert [m.person for m in found] == [p for p in here if now(p).particulars.name]
    assert {m.name for m in found} == {"見本　太郎", "見本　花子"}
    assert members_of(staff[0], domicile=HERE, head="見本　花子") == ()
    with pytest.raises(Invalid):
        members_of(staff[0], domicile=HERE, head="")


@pytest.mark.proves("FAM-011")
def test_a_look_up_is_on_the_trail_and_a_number_is_refused(moved_in: MovedIn, staff: Staff) -> None:
    (person,) = moved_in(ELSEWHERE, HEAD)
    atena = now(person).atena_number
    shown = refer(staff[0], atena_number=atena, items=["address"], reason="婚姻届 K-7")
    assert shown.facts == (("住所", now(person).particulars.full_address),)
    entry = Entry.objects.filter(kind="family_register.referred").latest("seq")
    body = json.loads(entry.body)
    assert body["subjects"] == [str(person)]
    assert body["detail"]["items"] == "address"
    with pytest.raises(Refused) as caught:
        refer(staff[0], atena_number=atena, items=["individual_number"], reason="婚姻届 K-7")
    assert caught.value.reason_code == "reference.number"
    assert Entry.objects.filter(kind="family_register.referred", outcome="refused").exists()
    with pytest.raises(Invalid):
        refer(staff[0], atena_number=atena, items=["address"], reason="")
    with pytest.raises(Invalid):
        refer(staff[0], atena_number="0", items=["address"], reason="婚姻届")


def test_annexes_are_found_by_name_and_by_register(
    moved_in: MovedIn, staff: Staff, system: Access
) -> None:
    moved_in(HERE, HEAD, WIFE)
    list(open_annexes(system))

    def names(**asked: str) -> list[str]:
        found = search_annexes(
            staff[0],
            **({"name": "", "domicile": "", "head": ""} | asked),
            closed=False,
            page=1,
        )
        return [line.name for line in found.lines] if found else []

    assert names(name="見本花子") == ["見本　花子"]
    assert names(domicile="福島県福島市五老内町", head="見本太郎") == ["見本　太郎", "見本　花子"]
    assert names(name="架空") == []
    assert names() == []


def test_another_family_register_takes_somebody_out_of_the_annex(
    moved_in: MovedIn, staff: Staff, sent: Sent
) -> None:
    head, wife = moved_in(HERE, HEAD, WIFE)
    sent()
    assert Register("072010", HERE, "x").body()["domicile"] == HERE
    paper = moving([wife], **amended(wife, domicile=ELSEWHERE, family_register_head="見本　花子"))
    carry_through(*staff, "family_register_amend", paper)
    statuses = [(m.body["name"], m.body["record_status"]) for m in sent("annex.update")]
    assert statuses[-1] == ("見本　花子", "消除")
    assert [m.body["family_register"]["municipality"] for m in sent("annex.notice")] == ["112291"]
    assert AnnexLine.objects.get(person=head).ended_on is None
    assert Annex.objects.get().state == "current"


def amended(person: UUID, **items: str) -> dict[str, str]:
    """The form of a 戸籍修正 that changes the 戸籍の表示 of one person."""
    held = now(person).particulars
    block = {
        "shown": "on",
        "name": held.name,
        "name_kana": held.name_kana,
        "birth_date": held.birth_date.display(),
        "sex": held.sex.value,
        "relationship_to_head": held.relationship_to_head,
        "domicile": held.domicile,
        "family_register_head": held.family_register_head,
        "address_since": held.address_since.display() if held.address_since else "",
        "resident_since": held.resident_since.display() if held.resident_since else "",
        "previous_address": held.previous_address,
        "last_registered_address": held.last_registered_address,
    } | items
    paper = {f"edit.{person}.{name}": text for name, text in block.items() if text}
    return paper | {
        "cause": "marriage",
        "basis": "通知",
        "noticed_on": "2026-11-10",
        "ground": "婚姻",
    }
