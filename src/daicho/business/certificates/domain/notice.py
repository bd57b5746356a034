"""Notice (通知書): what a notice is made from, whom it is about, and the row of the table that says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from daicho.business.certificates.domain.composition import Numbers
from daicho.business.certificates.domain.guidance import Counter, Visit
from daicho.foundation.documents.sheets import Addressee, Issue, LetterSheet, MoveOutSheet
from daicho.registers.residents.domain.case_acts import CaseAct, Effect
from daicho.registers.residents.domain.segments import Holding


class Timing(StrEnum):
    """When it comes out: in the flow of the movement, or when somebody asks for it."""

    FLOW = "flow"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Occasion:
    """An approved case as notices see it.

    `headless` are the members, in 記載順位, of those of its households in which nobody is 世帯主 any more; `drawn`
    the references of 住民票コード that nobody brought along; `visits` the counters to go to next, `counters` where they
    are.
    """

    case: UUID
    number: str
    kind: str
    title: str
    article: str
    acts: tuple[CaseAct, ...]
    notified_on: date | None = None
    deadline: date | None = None
    notifier: str = ""
    notifier_relation: str = ""
    ground: str = ""
    headless: Mapping[str, tuple[Holding, ...]] = field(default_factory=dict)
    drawn: frozenset[UUID] = frozenset()
    destination_head: str = ""
    visits: tuple[Visit, ...] = ()
    counters: Mapping[str, Counter] = field(default_factory=dict)

    @property
    def late(self) -> bool:
        """失期: notified after the last day."""
        return bool(self.deadline and self.notified_on and self.notified_on > self.deadline)

    @property
    def effects(self) -> tuple[Effect, ...]:
        return tuple(effect for act in self.acts for effect in act.effects)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom one copy of a notice is about, and to whom it goes.

    `key` tells it from the other copies of the same case (a person, a household number; blank: the whole case).
    `act` and `effects` are what it speaks of. `alternative` is another lawful addressee that the clerk may choose;
    `detail` what the case page says of it in short.
    """

    key: str
    label: str
    effects: tuple[Effect, ...]
    act: CaseAct
    addressee: Addressee | None
    timing: Timing = Timing.FLOW
    alternative: Addressee | None = None
    members: tuple[Holding, ...] = ()
    detail: tuple[str, ...] = ()

    @property
    def persons(self) -> tuple[UUID, ...]:
        found = [e.person for e in self.effects] + [m.person for m in self.members]
        return tuple(dict.fromkeys(found))

    @property
    def records(self) -> tuple[UUID, ...]:
        found = [e.record for e in self.effects] + [m.record for m in self.members]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Desk:
    """What the office adds to every notice: date, seal, number, whom to ask, 教示文, and revealed numbers."""

    issue: Issue
    town: str
    enquiries: str
    document_number: str = ""
    addressee: Addressee | None = None
    instruction: str = ""
    court: Addressee | None = None
    reply_by: date | None = None
    numbers: Mapping[UUID, Numbers] = field(default_factory=dict)


Subjects = Callable[[Occasion], tuple[Subject, ...]]
Writer = Callable[[Occasion, Subject, Desk], LetterSheet | MoveOutSheet]


class Shows(StrEnum):
    """Which numbers a notice carries."""

    NOTHING = ""
    CODE = "code"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Notice:
    """One row of the table: from what it may be made, to whom, and what it says.

    `made_from` and `to` are the words of the screen; `taught` where the law wants 教示文; `sealed` where it carries the
    seal unless the clerk leaves it out; `certificate` where it certifies (転出証明書).
    """

    code: str
    title: str
    section: str
    law: str
    made_from: str
    to: str
    subjects: Subjects
    write: Writer
    taught: bool = False
    sealed: bool = True
    certificate: bool = False
    shows: Shows = Shows.NOTHING
