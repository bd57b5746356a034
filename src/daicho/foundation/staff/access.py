"""Making an access (アクセス): the only place where one comes to be, from a session, or for a batch
job.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpRequest

from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.selectors.rights import rights_on
from daicho.foundation.staff.terminals import terminal_of
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.clock import business_today

NOBODY: Final = UUID(int=0)
SYSTEM: Final = UUID(int=1)


def staff_access(request: HttpRequest, staff: Staff, *, purpose: Purpose) -> Access:
    """The access of a signed-in person: the rights in force today, and the terminal by its signed cookie."""
    terminal = terminal_of(request)
    place = request.resolver_match
    rights = rights_on(staff, day=business_today())
    return Access(
        screen=(place.url_name or "") if place else "",
        request=getattr(request, "reference", ""),
        staff_key=staff.key,
        login=staff.login,
        name=rights.name,
        duties=rights.duties,
        purpose=purpose,
        terminal=terminal.name if terminal else "",
        office=rights.office,
        withheld=rights.withheld,
    )


def later_access(
    staff_key: UUID, *, login: str, purpose: Purpose, terminal: str, office: str, basis: str
) -> Access:
    """The access of a person for a job that runs after they asked: today's duties, the terminal they asked from.

    It holds no duty when the account may not be used today; `login` is what stands on the trail of one that is gone.
    """
    staff = Staff.objects.filter(key=staff_key).first()
    rights = rights_on(staff, day=business_today()) if staff else None
    return Access(
        staff_key=staff_key,
        login=staff.login if staff else login,
        name=rights.name if rights else "",
        duties=rights.duties if rights and rights.serves else frozenset(),
        purpose=purpose,
        terminal=terminal,
        office=office,
        basis=basis,
        withheld=rights.withheld if rights else frozenset(),
    )


def visitor_access(request: HttpRequest, *, login: str = "") -> Access:
    """The access of someone not signed in, for the trail only; it holds no duty. `login` is what
    was claimed.
    """
    terminal = terminal_of(request)
    return Access(
        request=getattr(request, "reference", ""),
        staff_key=NOBODY,
        login=login[:64],
        name="",
        duties=frozenset(),
        purpose=Purpose.ADMINISTRATION,
        terminal=terminal.name if terminal else "",
        office=terminal.office if terminal else "",
    )


def system_access(purpose: Purpose, *, job: str, basis: str = "") -> Access:
    """The access of a batch job; `job` is its name on the trail (`load`, `sample_town`)."""
    return Access(
        staff_key=SYSTEM,
        login=f"system:{job}",
        name="システム",
        duties=frozenset({Duty.SYSTEM}),
        purpose=purpose,
        terminal=f"job:{job}",
        office="",
        basis=basis,
    )
