"""Who sees a job (だれに見えるか): whoever asked for it, and whoever holds the operation of its kind."""

from __future__ import annotations

from django.db.models import Q

from daicho.foundation.jobs import ports
from daicho.foundation.jobs.domain.kinds import JobKind
from daicho.foundation.jobs.models import Job, Plan
from daicho.foundation.staff.policy import purpose_for
from daicho.foundation.staff.public import OPERATIONS
from daicho.kernel.access import Access, Duty


def holds(access: Access, kind: JobKind) -> bool:
    """Whether the duties cover the kind's operation; purpose and terminal are asked when something is done."""
    duties = OPERATIONS[kind.operation].duties
    return not duties or access.has(Duty.SYSTEM, *duties)


def held_kinds(access: Access) -> list[JobKind]:
    """The kinds whose operation this person holds, in the order of the wiring."""
    return [kind for kind in ports.kinds.values() if holds(access, kind)]


def may_see(access: Access, row: Job | Plan) -> bool:
    kind = ports.kinds.get(row.kind)
    return row.asked_by == access.staff_key or (kind is not None and holds(access, kind))


def seen_by(access: Access) -> Q:
    """The rows that this person may see."""
    codes = [kind.code for kind in held_kinds(access)]
    return Q(asked_by=access.staff_key) | Q(kind__in=codes)


def serving(access: Access, kind: JobKind) -> Access:
    """The same person for the purpose of the kind's operation, unless the purpose now chosen is one of its own."""
    return access.serving(purpose_for(kind.operation, chosen=access.purpose.value))
