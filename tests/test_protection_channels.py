"""Every channel that exists (全経路): whoever is protected is hidden by each, and each opens no further than its lift."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import override_settings
from pytest_django.fixtures import Settings

from daicho.business.certificates.commands.export_verification import export_verification
from daicho.business.certificates.commands.issue import issue, preview_request
from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.domain.composition import Form
from daicho.business.certificates.domain.rights import Requester
from daicho.business.certificates.domain.wish import Request
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.desk import issued_sheet
from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.planning import preview_case
from daicho.business.movements.selectors.cases import view_case
from daicho.business.movements.selectors.confirmation import print_confirmation
from daicho.business.movements.selectors.forms import open_form
from daicho.business.movements.selectors.world import load_world
from daicho.business.movements.tests.family import NEXT_DOOR, moving
from daicho.business.movements.tests.paper import (
    CHILD,
    HEAD,
    WIFE,
    alerts_of,
    carry_through,
    move_in_paper,
    pool,
)
from daicho.business.requests.selectors.finding import choose_person, seek_people
from daicho.business.requests.tests.paper import received
from daicho.config import wiring
from daicho.foundation.staff.public import system_access
from daicho.foundation.vault.public import NumberKind
from daicho.kernel import clock
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import DaichoError, Invalid
from daicho.registers.protection import ports
from daicho.registers.protection.domain.levels import Process, Restraint
from daicho.registers.protection.tests.scene import lifted, support, suppress
from daicho.registers.residents.domain.resident_query import ResidentQuery
from daicho.registers.residents.models import Version
from daicho.registers.residents.public import search, view_household, view_person
from daicho.registers.residents.selectors.history import view_history
from daicho.registers.residents.selectors.known import AsOf
from daicho.registers.residents.selectors.person import show_number, view_characters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "connected")]
TODAY, GONE = date(2026, 11, 20), "除票　花子"
LOOK, PAPER, MOVE = Process.LOOK_UP, Process.CERTIFICATE, Process.MOVEMENT


@dataclass
class Scene:
    """A family, who works at the desks, and what was handed out or entered before anybody was protected."""

    clerk: Access
    examiner: Access
    approver: Access
    family: list[Version]
    issued: UUID
    waiting: UUID
    removed: UUID
    more: dict[str, object] = field(default_factory=dict)

    @property
    def her(self) -> Version:
        return self.family[1]

    @property
    def desk(self) -> Access:
        return self.clerk.serving(Purpose.CERTIFICATE)


def wish(*records: UUID, form: Form = Form.HOUSEHOLD) -> Request:
    return Request(
        key=uuid4(),
        form=form,
        records=records,
        items=frozenset(),
        requester=Requester.SELF,
        requester_name="見本　花子",
        ground="",
        documents=("individual_number_card",),
        copies=1,
        official=False,
        by_post=False,
    )


def moving_within(*people: UUID) -> dict[str, str]:
    return moving(list(people), **NEXT_DOOR, event_date="2026-11-17", notified_on="2026-11-18")


@pytest.fixture
def connected() -> None:
    """The ports, filled as every served process has them."""
    wiring.connect()


@pytest.fixture(scope="module")
def before(
    own_database: str,  # noqa: ARG001  # where it all is, for every test of this module
    clerk: Access,
    examiner: Access,
    approver: Access,
) -> tuple[UUID, UUID]:
    """Everything is done for three people, and one has left; the sheet that was issued, and the removed record."""
    wiring.connect()
    with clock.set_to(TODAY), override_settings(CERTIFICATE_VERIFICATION=True):
        system = system_access(Purpose.ADMINISTRATION, job="test")
        set_certifier(system, valid_from=date(2020, 4, 1), title="見本市長", name="台帳　守")
        pool()
        staff = (clerk, examiner, approver)
        carry_through(*staff, "move_in", move_in_paper(HEAD, WIFE, CHILD))
        family = Version.objects.order_by("member_order").values_list("record_id", flat=True)
        records = list(family)
        lone = move_in_paper({**HEAD, "name": GONE, "name_kana": "ジョヒョウ　ハナコ"})
        carry_through(*staff, "move_in", lone)
        gone = Version.objects.get(name=GONE)
        leaving = moving(
            [gone.person_id],
            event_date="2026-11-20",
            notified_on="2026-11-20",
            abroad="domestic",
            destination_address="東京都架空区見本町9番地",
        )
        carry_through(*staff, "move_out", leaving)
        (issued, *_) = issue(clerk.serving(Purpose.CERTIFICATE), request=wish(*records))
    return issued, gone.record_id


@pytest.fixture
def scene(
    before: tuple[UUID, UUID], clerk: Access, examiner: Access, approver: Access, settings: Settings
) -> Scene:
    """Who is there before one of them is protected."""
    settings.CERTIFICATE_VERIFICATION = True
    family = list(Version.objects.exclude(name=GONE).order_by("member_order"))
    issued, removed = before
    return Scene(clerk, examiner, approver, family, issued, uuid4(), removed)


def entered(scene: Scene, case: UUID) -> int:
    paper = moving_within(*(v.person_id for v in scene.family))
    return submit(
        scene.clerk,
        case=case,
        kind="move_within",
        payload=paper,
        edition=0,
        confirmed=alerts_of("move_within", paper),
    )


def _in_search(scene: Scene) -> None:
    lines = search(scene.clerk, ResidentQuery(name="見本　花子")).lines
    (line,) = (one for one in lines if one.name == "見本　花子")
    if line.hidden:
        assert (line.birth, line.kana, line.relationship) == ("", "", "")
        raise Hidden


def _in_household(scene: Scene) -> None:
    view = view_household(scene.clerk, record=scene.family[0].record_id, as_of=AsOf())
    (line,) = (m for m in view.members if m.name == "見本　花子")
    if line.hidden:
        assert (line.birth, line.kana, line.relationship) == ("", "", "")
        raise Hidden


def _at_the_desk(scene: Scene) -> None:
    record = scene.family[0].record_id
    found = seek_people(scene.desk, request=received(scene.desk), record=record)
    if "見本　花子" not in {m.name for m in found.members}:
        raise Hidden


def _verifiable(scene: Scene) -> None:
    admin = system_access(Purpose.ADMINISTRATION, job="test")
    code = Issue.objects.get(key=scene.issued).verify_code
    assert code
    if code not in export_verification(admin).text:
        raise Hidden


def _examined(scene: Scene) -> None:
    edition = scene.more["edition"]
    assert isinstance(edition, int)
    examine(scene.examiner, case=scene.waiting, edition=edition)


def _approved(scene: Scene) -> None:
    edition = scene.more["edition"]
    assert isinstance(edition, int)
    approve(scene.approver, case=scene.waiting, edition=edition)


class Hidden(Exception):
    """The channel answered without the person."""


Way = Callable[[Scene], object]
LOOKING: Mapping[str, Way] = {
    "search": _in_search,
    "record": lambda s: view_person(s.clerk, record=s.her.record_id, as_of=AsOf()),
    "record of the past": lambda s: view_person(
        s.clerk, record=s.her.record_id, as_of=AsOf(on=date(2026, 11, 17))
    ),
    "household": _in_household,
    "household of her own": lambda s: view_household(s.clerk, record=s.her.record_id, as_of=AsOf()),
    "history": lambda s: view_history(s.clerk, record=s.her.record_id),
    "characters": lambda s: view_characters(s.clerk, record=s.her.record_id),
    "number": lambda s: show_number(s.clerk, version=s.her.key, kind=NumberKind.RESIDENT_CODE),
    "desk": _at_the_desk,
    "desk of her own": lambda s: choose_person(s.desk, person=s.her.person_id),
    "movement form": lambda s: open_form(
        s.clerk, kind="move_within", payload={f"selected.{s.her.person_id}": "on"}
    ),
    "case": lambda s: view_case(s.clerk, case=s.waiting),
    "confirmation": lambda s: print_confirmation(s.clerk, case=s.waiting),
}
PAPERS: Mapping[str, Way] = {
    "preview": lambda s: preview_request(s.desk, request=wish(s.her.record_id)),
    "whole household": lambda s: issue(s.desk, request=wish(*(v.record_id for v in s.family))),
    "individual": lambda s: issue(s.desk, request=wish(s.her.record_id, form=Form.INDIVIDUAL)),
    "printed again": lambda s: issued_sheet(s.desk, issue=s.issued),
}
MOVEMENTS: Mapping[str, Way] = {
    "submit": lambda s: entered(s, uuid4()),
    "examine": _examined,
    "approve": _approved,
}
ALWAYS: Mapping[str, Way] = {"verification": _verifiable}
WAYS = {
    **{name: (LOOK, way) for name, way in LOOKING.items()},
    **{name: (PAPER, way) for name, way in PAPERS.items()},
    **{name: (MOVE, way) for name, way in MOVEMENTS.items()},
}
ENTERED = {"case", "confirmation", "examine", "approve"}


def hides(scene: Scene, way: Way) -> bool:
    try:
        way(scene)
    except (DaichoError, Hidden):
        return True
    return False


def prepare(scene: Scene, name: str) -> None:
    if name in ENTERED:
        scene.more["edition"] = entered(scene, scene.waiting)
    if name == "approve":
        _examined(scene)
        scene.more["edition"] = 2


@pytest.mark.proves("STD-3.1/m2", "STD-3.1/m7")
@pytest.mark.parametrize("unit", ["person", "household"])
@pytest.mark.parametrize("name", WAYS)
def test_a_suppression_closes_every_way_of_its_process_until_it_is_lifted(
    scene: Scene, name: str, unit: str
) -> None:
    process, way = WAYS[name]
    prepare(scene, name)
    if unit == "person":
        suppress(scene.her.person_id, levels={process: Restraint.ERROR})
    else:
        suppress(
            household=scene.her.particulars().household_number, levels={process: Restraint.ERROR}
        )
    assert hides(scene, way)
    lifted(*(v.person_id for v in scene.family), process=process)
    assert not hides(scene, way)


@pytest.mark.parametrize("name", WAYS)
def test_nothing_is_closed_by_a_suppression_of_other_processes(scene: Scene, name: str) -> None:
    process, way = WAYS[name]
    prepare(scene, name)
    levels = {p: Restraint.ERROR for p in Process if p is not process}
    suppress(scene.her.person_id, levels=levels)
    assert not hides(scene, way)


@pytest.mark.proves("STD-3.4/m1", "STD-3.4/m3")
@pytest.mark.parametrize("whom", ["applicant", "joint"])
@pytest.mark.parametrize("name", PAPERS)
def test_a_measure_closes_every_paper(scene: Scene, name: str, whom: str) -> None:
    way = PAPERS[name]
    father = scene.family[0].person_id
    support(*((scene.her.person_id,) if whom == "applicant" else (father, scene.her.person_id)))
    assert hides(scene, way)
    lifted(scene.her.person_id, father)
    assert not hides(scene, way)


@pytest.mark.proves("STD-3.1/m1")
def test_the_three_kinds_of_suppression(scene: Scene) -> None:
    """支援対象者に対する抑止, 排他制御 of a movement under way, その他の抑止."""
    entered(scene, uuid4())
    paper = moving_within(scene.her.person_id)
    world = load_world(paper, today=date(2026, 11, 20), case=None)
    _, problems = preview_case(KINDS["move_within"], paper, world)
    assert "person_busy" in {p.code for p in problems if p.is_error}
    support(scene.her.person_id)
    suppress(scene.family[0].person_id, levels={PAPER: Restraint.ERROR})
    with pytest.raises(Invalid) as caught:
        preview_request(scene.desk, request=wish(*(v.record_id for v in scene.family)))
    told = [p.why for p in caught.value.problems if p.code == "protected"]
    assert [words[:2] for words in told] == ["抑止", "支援"]


def test_a_removed_record_is_closed_too(scene: Scene) -> None:
    request = wish(scene.removed, form=Form.REMOVED)
    person = Version.objects.filter(record=scene.removed).values_list("person", flat=True)[0]
    issue(scene.desk, request=request)
    support(person, since=date(2026, 11, 18))
    with pytest.raises(DaichoError, match="できません"):
        issue(scene.desk, request=wish(scene.removed, form=Form.REMOVED))


@pytest.mark.parametrize("name", [*WAYS, *ALWAYS])
def test_an_error_while_asking_closes_every_way(
    scene: Scene, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = ALWAYS[name] if name in ALWAYS else WAYS[name][1]
    prepare(scene, name)
    suppress(household=scene.her.particulars().household_number, levels={LOOK: Restraint.ALERT})
    monkeypatch.setattr(ports, "people_of_households", ports._unfilled)
    with pytest.raises(DaichoError) as stopped:
        way(scene)
    assert stopped.value.reason_code == "protection.port_unfilled"


def test_a_sheet_about_somebody_protected_leaves_the_list_outside_whatever_is_lifted(
    scene: Scene,
) -> None:
    assert not hides(scene, _verifiable)
    support(scene.her.person_id)
    lifted(scene.her.person_id)
    assert hides(scene, _verifiable)
