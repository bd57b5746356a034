"""Who asks, who approves, and a small town of invented residents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from daicho.business.certificates.tests.conftest import certifier
from daicho.business.inspection.commands.ask_listing import ask_listing
from daicho.business.inspection.commands.make_listing import make_listing
from daicho.business.inspection.domain.conditions import Condition
from daicho.business.inspection.domain.listings import ListKind
from daicho.business.inspection.domain.wishes import ListWish
from daicho.business.inspection.models import ListingMember
from daicho.business.inspection.selectors.outputs import Form, open_output
from daicho.kernel.access import Access, Purpose
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.protection.tests.conftest import filled
from daicho.registers.residents.domain.particulars import Sex
from daicho.registers.residents.tests.factories import Resident, make_resident

__all__ = ["certifier", "filled"]
GORO = "066000"
Make = Callable[..., UUID]


@pytest.fixture
def desk(clerk: Access) -> Access:
    return clerk.serving(Purpose.BATCH)


@pytest.fixture
def second(examiner: Access) -> Access:
    return examiner.serving(Purpose.BATCH)


@pytest.fixture
def chief(approver: Access) -> Access:
    return approver.serving(Purpose.BATCH)


@pytest.fixture
def make(desk: Access, certifier: None) -> Make:  # noqa: ARG001  # a list for inspection is issued in a name
    """A list of a kind that the law asks for, made at once. Returns its key."""

    def made(kind: ListKind = ListKind.INSPECTION, **wish: object) -> UUID:
        key = uuid4()
        ask_listing(desk, listing=key, wish=ListWish(kind=kind, **wish))  # type: ignore[arg-type]  # by name
        make_listing(desk, listing=key)
        return key

    return made


def resident(
    name: str, *, born: date = date(1985, 4, 1), sex: Sex = Sex.MALE, **items: Any
) -> Resident:
    """Somebody with a name of their own. Any: any item of a record."""
    return make_resident(name=name, birth_date=LegalDate.of_day(born), sex=sex, **items)


def elsewhere(name: str, town_code: str = "001000", **items: Any) -> Resident:
    """Somebody of another town of the municipality. Any: any item of a record."""
    return resident(name, town_code=town_code, address=f"福島市別町{name[-1]}番地", **items)


def people(listing: UUID) -> list[UUID]:
    """Who stands on a list, in its order."""
    rows = ListingMember.objects.filter(listing=listing).order_by("position")
    return list(rows.values_list("person", flat=True))


def content(access: Access, listing: UUID, form: Form, *, copies: int = 1) -> bytes:
    """A list as it leaves."""
    return b"".join(open_output(access, listing=listing, form=form, copies=copies).content)


def printed(pdf: bytes) -> list[str]:
    """The words of each page, without spaces and line ends."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def of_town(*towns: str, **more: object) -> Condition:
    """A condition of some towns."""
    return Condition(towns=towns, **more)  # type: ignore[arg-type]  # fields by name
