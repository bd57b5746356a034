"""Facts of cases (案件の要点): what other parts may know of a case besides the register, within their own act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from daicho.business.movements.domain.basis import NOTIFICATION
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.sheet import RELATIONS
from daicho.business.movements.domain.states import State
from daicho.business.movements.domain.summary import facts_of
from daicho.business.movements.models import Case

PIECE = 500
TYPED_CODE = ".resident_record_code.lookup"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as its papers tell it: who notified, on what ground, by when it was due.

    `notified_on` also where the notification came too late and was entered ex officio. `deadline` is the last day for the notification, where there is one; `ground` the papers or facts of an act
    ex officio; `late_reason` what the notifier said of the delay; `who` the names it was entered for; `destination_head` 転出先の世帯主 as notified; `brought_codes` the hashes of the 住民票コード that were typed, not drawn from the pool.
    """

    key: UUID
    number: str
    kind: str
    title: str
    article: str
    approved_at: datetime | None
    persons: tuple[UUID, ...]
    notified_on: date | None
    deadline: date | None
    notifier: str
    notifier_relation: str
    ground: str
    brought_codes: frozenset[str]
    event_on: date | None
    late_reason: str
    who: str
    destination_head: str

    @property
    def late(self) -> bool:
        """失期: notified after the last day."""
        return bool(self.deadline and self.notified_on and self.notified_on > self.deadline)


def case_facts(case: UUID) -> CaseFacts | None:
    """The facts of one case, in whatever state."""
    found = Case.objects.filter(key=case).first()
    return _facts(found) if found else None


def case_numbered(number: str) -> UUID | None:
    """The key of the case of a 受付番号."""
    found = Case.objects.filter(number=number.strip())
    return found.values_list("key", flat=True).first()


def approved_cases_of(persons: Iterable[UUID], *, limit: int = 50) -> tuple[CaseFacts, ...]:
    """The approved cases of these persons, newest first."""
    rows = Case.objects.filter(persons__overlap=list(persons), state=State.APPROVED.value)
    return tuple(_facts(row) for row in rows.order_by("-approved_at", "-number")[:limit])


def late_cases(*, since: date, until: date) -> Iterator[CaseFacts]:
    """Approved cases notified late, by 届出日 from `since` until before `until`; handed on as they are read."""
    rows = Case.objects.filter(
        state=State.APPROVED.value, notified_on__gte=since, notified_on__lt=until
    ).exclude(deadline=None)
    for row in rows.order_by("notified_on", "number").iterator(chunk_size=PIECE):
        facts = _facts(row)
        if facts.late:
            yield facts


def _confirmed_reason(row: Case) -> str:
    """What was written beside the confirmation that no reason was on the paper."""
    kept = (c for c in row.confirmations if c["code"] == "late_without_reason")
    return next((str(c.get("reason", "")) for c in kept), "")


def _came_late(row: Case) -> date | None:
    """The day on which somebody came with a notification that was too late to be one (STD-4.1.3.0.1)."""
    if row.payload.get("basis", NOTIFICATION) != NOTIFICATION:
        return None
    return facts_of(row.payload, today=row.changed_at.date()).notified_on


def _facts(row: Case) -> CaseFacts:
    def typed(name: str) -> str:
        return str(row.payload.get(name, "")).strip()

    kind = KINDS[row.kind]
    relation = typed("notifier_relation")
    return CaseFacts(
        key=row.key,
        number=row.number,
        kind=row.kind,
        title=kind.title,
        article=kind.article,
        approved_at=row.approved_at,
        persons=tuple(row.persons),
        notified_on=row.notified_on or _came_late(row),
        deadline=row.deadline,
        notifier=typed("notifier"),
        notifier_relation=dict(RELATIONS).get(relation, relation),
        ground=typed("ground"),
        event_on=row.event_on,
        late_reason=typed("late_reason") or _confirmed_reason(row),
        who=row.summary,
        destination_head=typed("destination_head"),
        brought_codes=frozenset(
            str(value) for path, value in row.payload.items() if path.endswith(TYPED_CODE)
        ),
    )
