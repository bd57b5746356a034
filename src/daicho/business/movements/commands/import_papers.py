"""Import papers (届出のデータの取込, STD-10.8): a CSV of papers becomes drafts, the whole file or nothing, each paper once."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid5

from daicho.business.movements.audit_types import PAPERS_IMPORTED
from daicho.business.movements.commands.save_draft import NEW, save_draft, seal_numbers
from daicho.business.movements.domain.departure_certificate import read_departure_certificate
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.move_in import DOMESTIC_WITH_CERTIFICATE
from daicho.business.movements.domain.paper_file import Paper, PaperKind, read_papers
from daicho.business.movements.selectors.world import town
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.csv_lines import csv_text
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.registers.code_tables.public import towns_in
from daicho.registers.residents.public import person_of_atena_number

_SPACE = UUID("6a3a7f0e-5a0f-4d54-8d3f-6e1f0b6f2c11")


@dataclass(frozen=True, slots=True)
class ImportedPapers:
    """(番号, kind, case) of each draft that was made, and the 番号 of papers that were here before."""

    drafts: tuple[tuple[str, str, UUID], ...]
    known: tuple[str, ...]


def import_papers(access: Access, *, kind: PaperKind, name: str, content: bytes) -> ImportedPapers:
    """Make a draft of each paper of a file. `Invalid` with every wrong cell, and then none is made.

    The same paper of the same file is taken once, whoever sends it again. Numbers are sealed before they are stored.
    """
    check_may(access, "movements.draft")
    with recorded(access, PAPERS_IMPORTED) as note:
        papers = read_papers(csv_text(content), kind=kind, kinds=KINDS, towns=_towns())
        payloads = _payloads(papers)
        for payload in payloads.values():
            seal_numbers(payload)
        note.count = len(papers)
        note.digest = sha256(content).hexdigest()
        note.say(paper=kind.label, file=name, papers=len(papers))
    drafts, known = [], []
    for paper in papers:
        case = uuid5(_SPACE, f"{note.digest}:{paper.number}")
        try:
            save_draft(
                access, case=case, kind=paper.kind, payload=payloads[paper.number], edition=NEW
            )
        except Conflict:
            known.append(paper.number)
        else:
            drafts.append((paper.number, paper.kind, case))
    return ImportedPapers(tuple(drafts), tuple(known))


def _towns() -> dict[str, str]:
    """The codes of this town's 町字 by their names."""
    return {t.name: t.code for t in towns_in(town().code, business_today())}


def _payloads(papers: tuple[Paper, ...]) -> dict[str, dict[str, str]]:
    """The fields of each paper; `Invalid` with everything that no form can take."""
    problems: list[Problem] = []
    found: dict[str, dict[str, str]] = {}
    for paper in papers:
        try:
            found[paper.number] = _payload(paper)
        except Invalid as error:
            problems += (
                Problem(p.code, "file", f"番号 {paper.number}: {p.what}", p.why, p.remedy)
                for p in error.problems
            )
    if problems:
        raise Invalid(problems)
    return found


def _payload(paper: Paper) -> dict[str, str]:
    payload = dict(paper.payload)
    if paper.document:
        payload |= read_departure_certificate(paper.document)
        payload |= {"origin": DOMESTIC_WITH_CERTIFICATE}
    for atena in paper.atena_numbers:
        person = person_of_atena_number(atena)
        if person is None:
            raise Invalid([_nobody(paper)])
        payload[f"selected.{person}"] = "on"
    return payload


def _nobody(paper: Paper) -> Problem:
    return Problem(
        "paper.nobody",
        "file",
        f"{paper.line}行目からの届出に、台帳にない宛名番号があります。",
        "異動する人は、台帳にいる人に限られます。",
        "宛名番号を確かめて、もう一度取り込んでください。",
    )
