"""Correction at depth (誤記修正): the approval that puts right a 転入 with thirty versions upon it, beside its statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import count
from typing import Final
from uuid import UUID, uuid4

import psycopg

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.planning import key_of
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.forms import FormView, form_problems
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.operations.bench.people import Arrivals
from daicho.operations.bench.replay import replay, statements_of
from daicho.operations.bench.timing import Bar, Bout, Contest

DEPTH: Final = 30
PEOPLE: Final = 8
COMMAND = Contest(
    name="correct-at-depth",
    ours_is=f"the command `approve` of a 誤記修正 of the first of {DEPTH} versions of one person",
    bare_is="the statements of such a correction of another person, in one bare transaction by psycopg",
    bar=Bar("slower", 5.0),
)
PAPER: Final = {
    "channel": "counter",
    "notifier_relation": "self",
    "identity_document": "individual_number_card",
}


class DeepPeople:
    """People who came alone and moved on and on, day after day; each with the case of their 転入."""

    def __init__(
        self, *, clerk: Access, examiner: Access, approver: Access, arrivals: Arrivals
    ) -> None:
        self._clerk = clerk
        self._examiner = examiner
        self._approver = approver
        self._arrivals = arrivals
        self._names = count(1)

    def make(self) -> UUID:
        """Somebody with `DEPTH` versions; the case of their 転入."""
        first = business_today() - timedelta(days=DEPTH)
        day = {"event_date": first.isoformat(), "notified_on": first.isoformat()}
        alone = {k: v for k, v in self._arrivals.paper().items() if not k.startswith("persons.")}
        head = {k: v for k, v in self._arrivals.paper().items() if k.startswith("persons.0.")}
        came = self._carry("move_in", alone | head | day)
        person = Case.objects.get(key=came).persons[0]
        for step in range(1, DEPTH):
            on = (first + timedelta(days=step)).isoformat()
            moved = {
                f"selected.{person}": "on",
                "event_date": on,
                "notified_on": on,
                "destination": "new",
                "town_code": alone["town_code"],
                "town_code_text": alone["town_code_text"],
                "banchi": f"{step}-{step}",
                **PAPER,
            }
            self._carry("move_within", moved)
        return came

    def ready(self, wrong: UUID) -> tuple[UUID, int]:
        """A 誤記修正 of a 転入 that waits for its approval, and its edition."""
        paper: dict[str, str] = {
            "of_case": str(wrong),
            "event_date": business_today().isoformat(),
            "basis": "職権",
            "ground": "測定",
        }
        for block in self._form("error_amend", paper).edits:
            path = f"edit.{block.line.person}."
            paper |= {**block.values, f"{path}shown": "on", f"selected.{block.line.person}": "on"}
            paper[f"{path}remarks"] = f"測定 {next(self._names)}"
        return self._examined("error_amend", paper)

    def approve(self, case: UUID, edition: int) -> None:
        approve(self._approver, case=case, edition=edition)

    def _carry(self, kind: str, paper: Mapping[str, str]) -> UUID:
        case, edition = self._examined(kind, paper)
        self.approve(case, edition)
        return case

    def _examined(self, kind: str, paper: Mapping[str, str]) -> tuple[UUID, int]:
        case = uuid4()
        edition = submit(
            self._clerk,
            case=case,
            kind=kind,
            payload=paper,
            edition=0,
            confirmed={key_of(p) for p in self._form(kind, paper).problems},
        )
        return case, examine(self._examiner, case=case, edition=edition)

    def _form(self, kind: str, paper: Mapping[str, str]) -> FormView:
        return form_problems(kind, paper, case=uuid4())


def bouts(people: DeepPeople, *, bare: psycopg.Connection) -> Iterator[Bout]:
    """One person by the command, another by the bare transaction; everybody in turn, each as deep as before."""
    made = [people.make() for _ in range(PEOPLE)]
    while True:
        for wrong, other in zip(made[::2], made[1::2], strict=True):
            own = people.ready(wrong)
            beside = people.ready(other)
            noted = statements_of(lambda beside=beside: people.approve(*beside))  # type: ignore[misc]
            yield Bout(
                ours=lambda own=own: people.approve(*own),  # type: ignore[misc]  # bound now
                bare=lambda noted=noted: replay(bare, noted),  # type: ignore[misc]  # bound now
            )
