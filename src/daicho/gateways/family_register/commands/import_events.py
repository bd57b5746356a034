"""Import events (戸籍の届出のファイルの取込み): the whole file or nothing; a 届出 that was taken before is left out."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.family_register.audit_types import EVENTS_IMPORTED
from daicho.gateways.family_register.commands.enter_event import key_of, take_paper
from daicho.gateways.family_register.domain.event_paper import CELLS, LABELS, Paper, read_paper
from daicho.gateways.family_register.domain.notices import Standing
from daicho.gateways.family_register.models import Notice
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.csv_lines import Line, csv_lines, csv_text, wrong_cell
from daicho.kernel.errors import Invalid, Problem

NAMES = {cell.label: cell.name for cell in CELLS}


@dataclass(frozen=True, slots=True)
class Imported:
    """How many 届出 came in, how many opened a draft, how many went to another municipality, how many were here before."""

    received: int
    drafted: int
    passed_on: int
    held: int
    repeated: int


def import_events(access: Access, *, content: bytes) -> Imported:
    """Take a file of 届出. `Invalid` with every wrong line, and then none is taken."""
    check_may(access, "family.events")
    papers = _papers(content)
    with transaction.atomic():
        with recorded(access, EVENTS_IMPORTED) as note:
            keys = {key_of(str(paper.body["notice_number"])) for paper in papers}
            known = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
            new = [p for p in papers if key_of(str(p.body["notice_number"])) not in known]
            note.count = len(new)
            note.say(
                file_digest=sha256(content).hexdigest(), received=len(new), repeated=len(known)
            )
        states = [take_paper(access, paper) for paper in new]
    return Imported(
        received=len(states),
        drafted=states.count(Standing.DRAFTED),
        passed_on=states.count(Standing.PASSED_ON),
        held=states.count(Standing.HELD),
        repeated=len(known),
    )


def _papers(content: bytes) -> list[Paper]:
    read = csv_lines(csv_text(content), key=LABELS["number"])
    problems = list(read.problems)
    papers: list[Paper] = []
    seen: set[str] = set()
    for line in read.lines:
        if line.number in seen:
            problems.append(wrong_cell(line.at, LABELS["number"], "同じ番号が二つあります。"))
        seen.add(line.number)
        try:
            papers.append(read_paper(_cells(line), today=business_today()))
        except Invalid as error:
            problems += [_at(line, problem) for problem in error.problems]
    if problems:
        raise Invalid(problems)
    return papers


def _cells(line: Line) -> dict[str, str]:
    cells = {NAMES[label]: text for label, text in line.cells.items() if label in NAMES}
    return cells | {"number": line.number}


def _at(line: Line, problem: Problem) -> Problem:
    label = LABELS.get(problem.field, "")
    return Problem(
        problem.code, "file", f"{line.at}行目 {label}: {problem.what}", problem.why, problem.remedy
    )
