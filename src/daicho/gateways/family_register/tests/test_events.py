"""The 戸籍 desk (戸籍の届出): drafts for our residents, notices for those who live elsewhere, and our own 附票."""

from __future__ import annotations

import pytest

from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import Staff
from daicho.business.movements.tests.paper import HEAD
from daicho.gateways.family_register.commands.enter_event import enter_event
from daicho.gateways.family_register.commands.import_events import import_events
from daicho.gateways.family_register.domain.event_paper import CELLS
from daicho.gateways.family_register.domain.notices import Standing
from daicho.gateways.family_register.models import Annex, AnnexLine, Notice, Told
from daicho.gateways.family_register.tests.conftest import ELSEWHERE, HERE, MovedIn, Sent
from daicho.kernel.errors import Conflict, Invalid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def paper(event: str, **cells: str) -> dict[str, str]:
    """A 届出 as the 戸籍 desk types it, about 見本　太郎."""
    return {
        "number": "K-1",
        "event": event,
        "event_on": "R8.11.15",
        "accepted_on": "R8.11.16",
        "name": "見本　太郎",
        "birth": "昭和60年4月1日",
        "sex": "男",
        "domicile": HERE,
        "head": "見本　太郎",
    } | cells


@pytest.mark.proves("FAM-006")
@pytest.mark.usefixtures("annexed")
def test_a_marriage_of_somebody_elsewhere_is_told_and_of_a_resident_drafted(
    moved_in: MovedIn, staff: Staff, sent: Sent
) -> None:
    elsewhere = paper(
        "婚姻",
        name="例示　次郎",
        birth="昭和45年1月2日",
        head="例示　次郎",
        new_name="見本　次郎",
        new_head="見本　次郎",
    )
    assert enter_event(staff[0], cells=elsewhere) is Standing.PASSED_ON
    (told,) = sent("register.notice")
    assert told.body["event"] == "marriage"
    assert told.body["person"]["code"] == "92128315677"
    assert told.body["person"]["municipality"] == "112291"
    assert told.body["changes"]["name"] == "見本　次郎"
    assert Case.objects.count() == 0
    (person,) = moved_in(ELSEWHERE, HEAD)
    cases = Case.objects.count()
    here = paper("婚姻", number="K-2", domicile=ELSEWHERE, new_domicile="埼玉県和光市広沢7番地")
    assert enter_event(staff[0], cells=here) is Standing.DRAFTED
    assert len(sent("register.notice")) == 1
    assert Case.objects.count() == cases + 1
    case = Case.objects.get(state="draft")
    assert (case.kind, case.payload["cause"], case.persons) == (
        "family_register_amend",
        "marriage",
        [person],
    )


FIVE = ("死亡", "婚姻", "国籍喪失", "失踪宣告")


def somebody(n: int) -> dict[str, str]:
    """A head of a household of one."""
    name = f"見本　{'一二三四'[n]}"
    return HEAD | {"name": name, "birth_date": f"S4{n + 1}.1.1", "family_register_head": name}


def of(event: str, n: int) -> dict[str, str]:
    """A 届出 about one of them."""
    one = somebody(n)
    named = {"name": one["name"], "head": one["name"], "birth": one["birth_date"]}
    return paper(event, number=f"K-{n}-{len(event)}", **named)


@pytest.mark.proves("FAM-008")
def test_five_events_make_five_drafts_and_one_without_a_movement_waits(
    moved_in: MovedIn, staff: Staff
) -> None:
    for n in range(4):
        moved_in(ELSEWHERE, somebody(n), banchi=f"7-{n + 1}")
    made = [enter_event(staff[0], cells=of(event, n)) for n, event in enumerate(FIVE)]
    child = paper("出生", number="K-9", name="見本　子", birth="R8.11.15", father="見本　二")
    made.append(enter_event(staff[0], cells=child))
    assert made == [Standing.DRAFTED] * 5
    kinds = set(Case.objects.filter(state="draft").values_list("kind", flat=True))
    assert kinds == {
        "death",
        "family_register_amend",
        "nationality_loss",
        "disappearance",
        "birth",
    }
    assert enter_event(staff[0], cells=of("親権・後見", 0)) is Standing.HELD
    assert "職員が判断" in Notice.objects.get(state="held").held_words


def test_the_same_number_twice_is_one(moved_in: MovedIn, staff: Staff) -> None:
    moved_in(ELSEWHERE, HEAD)
    enter_event(staff[0], cells=paper("死亡"))
    with pytest.raises(Conflict):
        enter_event(staff[0], cells=paper("死亡"))
    assert Notice.objects.count() == 1


def test_what_cannot_be_read_is_said_beside_its_cell(staff: Staff) -> None:
    with pytest.raises(Invalid) as caught:
        enter_event(staff[0], cells=paper("改宗", birth="いつか", municipality="999999", head=""))
    fields = {p.field for p in caught.value.problems}
    assert {"event", "birth", "municipality", "head"} <= fields
    assert not Notice.objects.exists()


def test_a_file_is_taken_whole_or_not_at_all(moved_in: MovedIn, staff: Staff) -> None:
    moved_in(ELSEWHERE, HEAD)
    headers = ",".join(c.label for c in CELLS)
    good, unknown = (
        paper("死亡"),
        paper("死亡", number="K-2", name="架空　知子", birth="S1.12.30"),
    )

    def file(*papers: dict[str, str]) -> bytes:
        rows = [",".join(p.get(c.name, "") for c in CELLS) for p in papers]
        return "\r\n".join([headers, *rows]).encode()

    with pytest.raises(Invalid):
        import_events(staff[0], content=file(good, paper("改宗", number="K-3")))
    assert not Notice.objects.exists()
    done = import_events(staff[0], content=file(good, unknown))
    assert (done.received, done.drafted, done.held, done.repeated) == (2, 1, 1, 0)
    again = import_events(staff[0], content=file(good, unknown))
    assert (again.received, again.repeated) == (0, 2)


def test_who_dies_elsewhere_leaves_our_annex_and_a_child_born_elsewhere_enters_it(
    annexed: AnnexLine, staff: Staff, sent: Sent
) -> None:
    child = paper(
        "出生",
        name="例示　葉",
        birth="R8.11.10",
        sex="女",
        head="例示　次郎",
        father="例示　次郎",
    )
    assert enter_event(staff[0], cells=child) is Standing.PASSED_ON
    line = AnnexLine.objects.get(birth_on="520261110")
    assert line.annex == annexed.annex
    # Nothing to tell the country before the 住所地 has told an address.
    assert len(sent("annex.update")) == 1
    death = paper("死亡", number="K-5", name="例示　次郎", birth="S45.1.2", head="例示　次郎")
    enter_event(staff[0], cells=death)
    annexed.refresh_from_db()
    assert annexed.ended_words == "死亡"
    assert annexed.annex.state == "current"
    assert [m.body["record_status"] for m in sent("annex.update")] == ["現存", "消除"]
    assert Told.objects.filter(kind="register.notice").count() == 2


def test_a_family_register_that_goes_elsewhere_is_told_with_its_annex(
    annexed: AnnexLine, staff: Staff, sent: Sent
) -> None:
    transfer = paper(
        "転籍",
        name="例示　次郎",
        birth="S45.1.2",
        head="例示　次郎",
        new_domicile=ELSEWHERE,
        new_head="例示　次郎",
    )
    enter_event(staff[0], cells=transfer)
    (told,) = sent("domicile.moved")
    assert told.body["new"]["municipality"] == "112291"
    assert told.body["people"][0]["address"]["address"] == "埼玉県和光市広沢1番5号"
    annexed.refresh_from_db()
    assert annexed.ended_words == "転籍"
    assert Annex.objects.get().state == "removed"
