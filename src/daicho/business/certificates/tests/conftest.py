"""Who issues, in whose name, and for whom."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.selectors.desk import issued_sheet
from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import DAUGHTER, Staff
from daicho.business.movements.tests.paper import (
    CHILD,
    HEAD,
    WIFE,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.registers.residents.public import records_on


@pytest.fixture
def certifier() -> None:
    set_certifier(
        system_access(Purpose.ADMINISTRATION, job="test"),
        valid_from=date(2020, 4, 1),
        title="見本市長",
        name="台帳　守",
    )


@pytest.fixture
def desk_clerk(clerk: Access) -> Access:
    return clerk.serving(Purpose.CERTIFICATE)


@pytest.fixture
def staff(clerk: Access, examiner: Access, approver: Access) -> Staff:
    return clerk, examiner, approver


@pytest.fixture
def family(staff: Staff) -> list[UUID]:
    """父・母・長男・長女, moved in on 2026-04-01; their persons in 記載順位. The father has a 個人番号 and 国保."""
    pool()
    father = {
        **HEAD,
        "individual_number": individual_number(11),
        "nhi_insured": "yes",
        "nhi_acquired_on": "2026-04-01",
    }
    paper = move_in_paper(
        father, WIFE, CHILD, DAUGHTER, event_date="2026-04-01", notified_on="2026-04-02"
    )
    case = carry_through(*staff, "move_in", paper)
    people = Case.objects.get(key=case).persons
    held = records_on(people, date(2026, 4, 1))
    return [h.person for h in sorted(held, key=lambda h: h.particulars.member_order or 0)]


def words_of(access: Access, issue: UUID) -> str:
    """All that an issue prints, without spaces and line ends."""
    _, pdf = issued_sheet(access, issue=issue)
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)
