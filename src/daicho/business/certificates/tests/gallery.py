"""The gallery (帳票の見本帳): every paper of `PAPERS` and every form to fill in, drawn once from invented people.

`DAICHO_GALLERY=<folder>` before the test that draws it keeps the PDFs there, so that a person can look at all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from daicho.business.certificates.audit_types import NOTICE_ISSUED
from daicho.business.certificates.commands.issue import issue
from daicho.business.certificates.commands.issue_letters import (
    issue_arrival_inquiries,
    issue_bulk_letters,
    issue_head_requests,
    issue_list,
    issue_residence_letters,
    send_letter,
)
from daicho.business.certificates.commands.issue_notice import NoticeWish, issue_notice
from daicho.business.certificates.commands.prove_absence import prove_absence
from daicho.business.certificates.domain.absence import AbsenceWish, Lack
from daicho.business.certificates.domain.applications import APPLICATIONS
from daicho.business.certificates.domain.composition import Form, Item
from daicho.business.certificates.domain.lists import LISTS
from daicho.business.certificates.domain.papers import OVERFLOW_LIST
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.applications import print_blank, print_filled
from daicho.business.certificates.selectors.desk import issued_sheet
from daicho.business.certificates.selectors.notice_lists import (
    view_ending,
    view_headless,
    view_waiting,
)
from daicho.business.certificates.selectors.occasions import view_case_notices
from daicho.business.certificates.selectors.overflows import print_overflows
from daicho.business.certificates.tests.asking import TODAY, wish
from daicho.business.certificates.tests.notice_paper import died, leave
from daicho.business.certificates.tests.scene import renamed, rewritten, with_aliases
from daicho.business.movements.commands.save_draft import seal_numbers
from daicho.business.movements.models import Case
from daicho.business.movements.tests.amending import amendment, block
from daicho.business.movements.tests.bulk_paper import RENAMED, couple, decided, prepared, work
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving, now
from daicho.business.movements.tests.paper import (
    FOREIGNER,
    NOTIFIED,
    carry_through,
    codes,
    individual_number,
    move_in_paper,
)
from daicho.foundation.audit.public import recorded
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.registers.residents.domain.particulars import Removal
from daicho.registers.residents.tests.factories import (
    Resident,
    enter,
    foreigner,
    make_resident,
    remove,
    resident_code,
)
from daicho.registers.residents.tests.factories import (
    individual_number as number_in_vault,
)

EVERYTHING = frozenset(Item) - {Item.WITHOUT_KATAGAKI}
STATED = frozenset({Item.NAME, Item.ADDRESS, Item.BIRTH, Item.RELATIONSHIP})


@dataclass
class Gallery:
    """What has been drawn so far, by the code of its paper."""

    access: Access
    staff: Staff
    drawn: dict[str, bytes] = field(default_factory=dict)

    def keep(self, key: UUID, name: str = "") -> None:
        row = Issue.objects.get(key=key)
        self.drawn.setdefault(name or row.kind, issued_sheet(self.access, issue=key)[1])

    def notices(self, case: UUID) -> None:
        """One of each kind of notice that a case gives rise to and that is not there yet."""
        for line in view_case_notices(self.access, case=case).lines:
            if line.kind not in self.drawn:
                wanted = NoticeWish(uuid4(), case, line.kind, subject=line.subject)
                self.keep(issue_notice(self.access, wish=wanted))

    def carried(self, kind: str, paper: dict[str, str]) -> None:
        self.notices(carry_through(*self.staff, kind, paper))

    def form(self, form: Form, *people: Resident, items: frozenset[Item] = EVERYTHING) -> None:
        request = wish([p.record for p in people], form=form, items=items)
        for key in issue(self.access, request=request):
            self.keep(key)


def draw_everything(gallery: Gallery, family: list[UUID]) -> dict[str, bytes]:
    """Every paper and every form; `family` moved in today."""
    _certificates(gallery)
    _notices(gallery, family)
    _many(gallery)
    _without_record(gallery)
    gallery.drawn[OVERFLOW_LIST] = print_overflows(gallery.access, since=TODAY, until=TODAY)
    return gallery.drawn


def _certificates(gallery: Gallery) -> None:
    _, number = number_in_vault()
    _, code = resident_code()
    head = make_resident(
        individual_number_ref=number, resident_record_code_ref=code, katagaki="見本ハイツ101号"
    )
    home = head.items.household_number
    maria = with_aliases(household_number=home, relationship_to_head="妻", member_order=2)
    gallery.form(Form.HOUSEHOLD, head, maria)
    moved = renamed(katagaki="見本ハイツ101号")
    gallery.form(Form.INDIVIDUAL, moved)
    gallery.form(Form.ITEMS, moved, items=STATED)
    gallery.form(Form.STANDING, moved, items=frozenset())
    gallery.form(Form.RENAMING, moved, items=frozenset())
    gone = remove(make_resident(name="見本　次郎"), on=date(2026, 11, 1))
    gallery.form(Form.REMOVED, gone)
    gallery.form(Form.REMOVED_ITEMS, gone, items=STATED)
    gallery.form(Form.REWRITTEN, rewritten(make_resident(name="見本　三郎")))


def _notices(gallery: Gallery, family: list[UUID]) -> None:
    _, mother, son, daughter = family
    gallery.notices(Case.objects.get(kind="move_in").key)
    late = {"event_date": "2026-10-01", "notified_on": "2026-11-10"}
    gallery.carried("move_within", moving(family, **NEXT_DOOR, **late))
    unnotified = moving(
        [daughter],
        **{**NEXT_DOOR, "banchi": "8-8"},
        basis="職権",
        ground="実態調査",
        notified_on="",
    )
    alone = {k: v for k, v in unnotified.items() if v} | {"event_date": "2026-11-12"}
    gallery.carried("move_within", alone)
    told = {"basis": "通知", "noticed_on": "2026-11-13", "ground": "登記の通知"}
    gallery.carried(
        "adult_ward",
        amendment(block("adult_ward", daughter, adult_ward="on"), event_date="2026-11-13", **told),
    )
    typed = block("number_assign", mother, individual_number=individual_number(77))
    gallery.carried(
        "number_assign", seal_numbers(amendment(typed, event_date="2026-11-14", basis="職権"))
    )
    _codes(gallery, mother)
    gallery.carried("death", died(family[0]))
    decided_head = {
        "household": now(mother).particulars.household_number,
        "new_head": str(mother),
        "event_date": "2026-11-19",
        "basis": "職権",
        "ground": "届出がないため",
        f"relationship.{son}": "子",
    }
    gallery.carried("household_head_ex_officio", decided_head)
    _leaving(gallery, daughter)
    _immigration(gallery)


def _codes(gallery: Gallery, mother: UUID) -> None:
    """住民票コード changed upon request, and put right."""
    asked = {
        **NOTIFIED,
        "basis": "請求",
        "requested_on": "2026-11-15",
        "operation": "change",
        "event_date": "2026-11-15",
    }
    gallery.carried("code_change", amendment(block("code_change", mother), **asked))
    right = block("code_change", mother, resident_record_code=codes(5_000_000, 1)[0])
    ground = {
        "operation": "correct",
        "basis": "職権",
        "ground": "通知票",
        "event_date": "2026-11-16",
    }
    gallery.carried("code_change", seal_numbers(amendment(right, **ground)))


def _leaving(gallery: Gallery, daughter: UUID) -> None:
    """An adult ward moves out in time, somebody else too late."""
    gallery.carried("move_out", leave([daughter], destination_municipality="271004"))
    late_leaver = make_resident(name="見本　四郎").person
    paper = leave([late_leaver], event_date="2026-10-20", notified_on="2026-11-20")
    gallery.carried("move_out", paper)


def _immigration(gallery: Gallery) -> None:
    paper = move_in_paper({**FOREIGNER, "relationship": "世帯主"})
    (person,) = Case.objects.get(key=carry_through(*gallery.staff, "move_in", paper)).persons
    changed = block(
        "immigration_notice", person, residence_period="5年", residence_until="2031-02-03"
    )
    notice = {"notice_number": "R8-1", "noticed_on": "2026-11-20", "effect": "amend"}
    gallery.carried("immigration_notice", amendment(changed, **notice))


def _many(gallery: Gallery) -> None:
    head, wife = couple(1)
    make_resident(
        name="見本　子", household_number=head.items.household_number, relationship_to_head="子"
    )
    remove(head, on=date(2026, 11, 10), removal=Removal.DEAD)
    remove(make_resident(name="見本　五郎"), on=date(2026, 9, 1))
    enter(foreigner(residence_status="留学", residence_until=date(2026, 12, 31)))
    access = gallery.access
    homes = [home.number for home in view_headless(access).rows]
    gallery.keep(issue_head_requests(access, households=homes, key=uuid4()))
    waiting = [held.record for held in view_waiting(access).rows]
    gallery.keep(issue_arrival_inquiries(access, records=waiting, key=uuid4()))
    ending = [held.record for held in view_ending(access).rows]
    gallery.keep(issue_residence_letters(access, records=ending, key=uuid4()))
    for kind in LISTS:
        gallery.keep(issue_list(access, kind=kind, key=uuid4(), month=TODAY))
    for kind in ("protection_start", "protection_end", "delivery_notice"):
        with recorded(access, NOTICE_ISSUED):
            number = send_letter(
                access,
                kind=kind,
                record=wife.record,
                persons=[wife.person],
                facts=[("支援措置の期間", "令和7年12月1日から令和8年11月30日まで")],
                occasion=f"{kind}:gallery",
            )
        gallery.keep(Issue.objects.get(number=number).key)
    case = prepared(gallery.staff, "bulk_address_change", RENAMED)
    gallery.keep(issue_bulk_letters(access, case=case, afterwards=False, key=uuid4()))
    decided(gallery.staff, case)
    work()
    gallery.keep(issue_bulk_letters(access, case=case, afterwards=True, key=uuid4()))


def _without_record(gallery: Gallery) -> None:
    for lack in Lack:
        absent = AbsenceWish(
            key=uuid4(),
            lack=lack,
            name="架空　無人",
            address="福島市五老内町99番99号",
            removed_on=date(2010, 5, 1) if lack is Lack.DISPOSED else None,
            requester_name="見本　太郎",
            ground="登記のため",
            documents=("individual_number_card",),
        )
        gallery.keep(prove_absence(gallery.access, wish=absent))
    someone = make_resident(name="見本　記入")
    with clock.set_to(TODAY):
        for code in APPLICATIONS:
            name = f"form_{code}"
            gallery.drawn[name] = print_blank(gallery.access, code=code)
            gallery.drawn[f"{name}_filled"] = print_filled(
                gallery.access, code=code, record=someone.record
            )
