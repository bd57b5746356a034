"""Extract (仮処理): who would be changed and how, and who would not and why; nothing on the register changes.

A piece at a time, each in a transaction of its own, so that it goes on where it was after a crash and memory stays flat.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from daicho.business.movements.audit_types import BULK_EXTRACTED
from daicho.business.movements.commands.bulk_steps import describe_bulk, lock_bulk, take_bulk_step
from daicho.business.movements.domain.bulk import BulkState, Exclusion, Keyed, LineState
from daicho.business.movements.domain.bulk_units import Candidate, LinePlan, Task, plan_unit
from daicho.business.movements.models import BulkCase, BulkLine, BulkRow
from daicho.business.movements.selectors.bulk_candidates import next_candidates, worlds
from daicho.business.movements.selectors.bulk_task import task_of
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Problem

PIECE = 200


def extract_piece(access: Access, *, case: UUID) -> None:
    """Plan the next units of a case that is being extracted; after the last one it waits to be looked at (仮処理済)."""
    with recorded(access.on_case(case), BULK_EXTRACTED) as note:
        row = lock_bulk(case)
        if row.state != BulkState.EXTRACTING.value:
            return
        task = task_of(row)
        candidates, cursor = next_candidates(row, task, limit=PIECE)
        lines = _lines(row, task, candidates)
        BulkLine.objects.bulk_create(lines)
        row.digest = digest_after(row.digest, lines)
        if candidates:
            row.cursor, row.changed_at = cursor, business_now()
            row.save(update_fields=["cursor", "digest", "changed_at"])
        else:
            take_bulk_step(access, row, "extracted", after=BulkState.PREVIEWED)
        describe_bulk(note, row)
        note.count = len(lines)


def digest_after(before: str, lines: Iterable[BulkLine]) -> str:
    """The digest over everybody so far: who, what becomes of them, every edit."""
    whole = hashlib.sha256(before.encode())
    for line in lines:
        said = [line.unit, str(line.person), line.state, line.reason, line.base, line.edits]
        whole.update(json.dumps(said, ensure_ascii=False, sort_keys=True).encode())
    return whole.hexdigest()


def _lines(row: BulkCase, task: Task, candidates: Sequence[Candidate]) -> list[BulkLine]:
    found: list[BulkLine] = []
    wrong: list[tuple[int, Problem]] = []
    for candidate, world in zip(candidates, worlds(candidates), strict=True):
        plans = plan_unit(task, candidate, world)
        gone = all(plan.left is Exclusion.NOT_PRESENT for plan in plans)
        if candidate.row is not None and gone:
            wrong.append((candidate.row.line_number, _nobody(task, candidate)))
        elif task.scan is None or any(plan.edits or plan.left for plan in plans):
            found += [_line(row, candidate, plan) for plan in plans]
    for number, problem in wrong:
        BulkRow.objects.filter(case=row, line_number=number).update(problems=[kept(problem)])
    return found


def _line(row: BulkCase, candidate: Candidate, plan: LinePlan) -> BulkLine:
    state = LineState.PLANNED if plan.edits else LineState.SAME
    return BulkLine(
        case=row,
        unit=candidate.unit,
        person=plan.person,
        line_number=candidate.row.line_number if candidate.row else None,
        edits={name: list(pair) for name, pair in plan.edits.items()},
        base=plan.base,
        state=(LineState.EXCLUDED if plan.left else state).value,
        reason=plan.left.value if plan.left else "",
    )


def _nobody(task: Task, candidate: Candidate) -> Problem:
    by_household = task.keyed is Keyed.HOUSEHOLD
    field = "世帯番号" if by_household else "宛名番号"
    if candidate.persons:
        return Problem(
            "removed",
            field,
            "異動日に住民でない人です。",
            "転出・死亡などで消除されているか、まだ住民ではありません。",
            "送った事務に確かめてください。",
        )
    return Problem(
        "unknown",
        field,
        f"この{field}は台帳にありません。"
        if not by_household
        else "この世帯は、異動日にはありません。",
        "番号の誤りか、別の台帳の番号です。"
        if not by_household
        else "番号の誤りか、全員がいなくなった世帯です。",
        "番号を確かめてください。",
    )


def kept(problem: Problem) -> dict[str, str]:
    """A problem of a line, as the error list keeps it."""
    return {
        "code": problem.code,
        "item": problem.field,
        "what": problem.what,
        "why": problem.why,
        "remedy": problem.remedy,
    }
