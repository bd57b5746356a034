"""Sheets of a batch (一括帳票の一枚一枚): for a piece of the targets what each sheet says, read at once for all of them.

Runs inside the entry of the piece. A target of which no sheet may be made says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from daicho.business.certificates.commands.compose import Sheet, certifying, marked, sheets_of
from daicho.business.certificates.commands.issue import facts_of
from daicho.business.certificates.commands.keep import SealStore, kept, next_numbers
from daicho.business.certificates.commands.office import desk_on, notice_issue
from daicho.business.certificates.domain.batch import BATCH_PAPERS, official_request
from daicho.business.certificates.domain.composition import SENTENCES, WHOLE_HOUSEHOLD, Form, Item
from daicho.business.certificates.domain.letters import LETTERS, letter_of
from daicho.business.certificates.domain.notice import Desk
from daicho.business.certificates.domain.wish import check_request
from daicho.business.certificates.models import Batch, BatchTarget, Issue
from daicho.business.certificates.selectors.batch_targets import letters_for
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.render import Drawn
from daicho.foundation.documents.sheets import LetterSheet
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid
from daicho.registers.protection.public import Channel, Restraint, may_disclose
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import households_on, named_records_on

CHANGED: Final = "依頼した後に台帳が変わり、対象でなくなりました。"
PROTECTED: Final = "支援措置・抑止のある人が含まれます。一件ずつ確かめて発行してください。"


@dataclass(frozen=True, slots=True)
class Made:
    """One target with its row and what is drawn; or the reason why there is none."""

    target: BatchTarget
    row: Issue | None = None
    drawn: Drawn | None = None
    reason: str = ""


Columns = dict[str, Any]  # Any: columns of `Issue` by name


def make_sheets(
    access: Access, batch: Batch, targets: Sequence[BatchTarget], *, part: int
) -> list[Made]:
    """A row with its drawing, or a reason, for every target in order; nothing is saved yet."""
    paper = BATCH_PAPERS[batch.paper]
    make = _Copies if paper.form else _Letters
    maker = make(access, batch, targets)
    reasons = [maker.reason(target) for target in targets]
    wanted = reasons.count("")
    numbers = iter(next_numbers(access, wanted) if wanted else [])
    seals = SealStore()
    made = []
    for target, reason in zip(targets, reasons, strict=True):
        if reason:
            made.append(Made(target, reason=reason))
            continue
        sheet = maker.sheet(target, next(numbers))
        try:
            drawn = printer().draw(sheet)
        except Invalid as error:
            made.append(Made(target, reason=error.message))
            continue
        facts = maker.columns(target, sheet, drawn)
        row = kept(access, sheet, drawn, seals=seals, part=part, **facts)
        made.append(Made(target, row, drawn))
    return made


class _Copies:
    """Copies and certificates of items upon an official request."""

    def __init__(self, access: Access, batch: Batch, targets: Sequence[BatchTarget]) -> None:
        form = BATCH_PAPERS[batch.paper].form
        assert form is not None
        self._day = business_today()
        self._request = official_request(
            batch.key,
            form,
            name=batch.wish["requester_name"],
            ground=batch.wish["ground"],
            items=frozenset(Item(code) for code in batch.wish["items"]),
        )
        sentence = WHOLE_HOUSEHOLD if form is Form.HOUSEHOLD else SENTENCES[form]
        self._plain = certifying(self._request, self._day, specimen=False, sentence=sentence)
        self._held = self._read(targets)
        everybody = [h.person for held in self._held.values() for h in held]
        told = may_disclose(access, persons=everybody, channel=Channel.CERTIFICATE)
        self._shielded = {a.person for a in told.answers if a.level is not Restraint.NONE}

    def _read(self, targets: Sequence[BatchTarget]) -> Mapping[int, tuple[Holding, ...]]:
        """What the register says of each target today; nothing where it says otherwise than when it was put together."""
        if self._request.form is Form.HOUSEHOLD:
            homes = households_on([t.unit for t in targets], self._day)
            found = {t.position: homes.get(t.unit, ()) for t in targets}
        else:
            records = [record for t in targets for record in t.records]
            by_record = {h.record: h for h in named_records_on(records, self._day)}
            found = {
                t.position: tuple(by_record[r] for r in t.records if r in by_record)
                for t in targets
            }
        return {
            t.position: found[t.position]
            for t in targets
            if {h.record for h in found[t.position]} == set(t.records)
        }

    def reason(self, target: BatchTarget) -> str:
        held = self._held.get(target.position)
        if not held:
            return CHANGED
        if any(h.person in self._shielded for h in held):
            return PROTECTED
        problems = check_request(self._request, held, points=0)
        return problems[0].what if problems else ""

    def sheet(self, target: BatchTarget, number: str) -> Sheet:
        issue = marked(self._plain, number)
        held = self._held[target.position]
        (sheet,) = sheets_of(self._request, held, [issue], {}, self._day)
        return sheet

    def columns(self, target: BatchTarget, sheet: Any, drawn: Drawn) -> Columns:
        # Any: one of the sheets that `sheets_of` makes.
        held = self._held[target.position]
        return facts_of(self._request, target.position, sheet, drawn, held)


class _Letters:
    """Letters to those of whom the register says that they are to be written to."""

    def __init__(self, access: Access, batch: Batch, targets: Sequence[BatchTarget]) -> None:
        self._batch = batch
        self._kind = LETTERS[batch.paper]
        day = business_today()
        self._issue = notice_issue(
            day, number="", sealed=self._kind.sealed, specimen=False, kind=batch.paper
        )
        desk = desk_on(day, issue=self._issue, taught=self._kind.taught)
        self._desk = replace(desk, document_number=batch.wish["document_number"])
        facts = letters_for(batch, targets, day)
        self._facts = {
            t.position: facts[key] for t in targets if (key := frozenset(t.persons)) in facts
        }
        everybody = [p for one in self._facts.values() for p in one.persons]
        told = may_disclose(access, persons=everybody, channel=Channel.CERTIFICATE)
        self._shielded = {a.person for a in told.answers if a.level is not Restraint.NONE}

    def reason(self, target: BatchTarget) -> str:
        facts = self._facts.get(target.position)
        if facts is None:
            return CHANGED
        return PROTECTED if self._shielded.intersection(facts.persons) else ""

    def sheet(self, target: BatchTarget, number: str) -> LetterSheet:
        return letter_of(self._kind, self._facts[target.position], self._numbered(number))

    def _numbered(self, number: str) -> Desk:
        return replace(self._desk, issue=replace(self._issue, number=number))

    def columns(self, target: BatchTarget, _sheet: object, _drawn: object) -> Columns:
        facts = self._facts[target.position]
        words = f"{facts.addressee.name}（{facts.addressee.address}）"
        return {
            "request_key": self._batch.key,
            "copy": target.position,
            "kind": self._batch.paper,
            "persons": list(facts.persons),
            "records": list(facts.records),
            "document_number": self._batch.wish["document_number"],
            "addressee": words,
            "requester": "",
            "requester_name": facts.addressee.name,
            "ground": "",
            "identity_documents": [],
            "items": [],
            "fee_yen": 0,
        }
