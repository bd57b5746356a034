"""Record by notice (通知による異動の記録): a kind of the system's list, from another system's notice, in one act.

What wants a confirmation or is wrong is not recorded: the caller opens a draft for a person instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import NAMESPACE_URL, UUID, uuid5

from daicho.business.movements.audit_types import CASE_BY_NOTICE
from daicho.business.movements.commands.approve import record_case
from daicho.business.movements.commands.exclusive import person_busy
from daicho.business.movements.commands.save_draft import _new, fill, seal_numbers
from daicho.business.movements.commands.submit import plan_into
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.planning import key_of, plan_case
from daicho.business.movements.domain.system_approved import EXPECTED, GROUNDS
from daicho.business.movements.selectors.world import load_world
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Refused
from daicho.registers.residents.writes import lock


def record_by_notice(access: Access, *, kind: str, notice: str, payload: Mapping[str, str]) -> UUID:
    """Record what a notice says, without a second person. Returns the case.

    `notice` names the notice: the same one twice is a `Conflict`, nothing doubled. `Refused` for a person, and for a
    kind that is not on the list; `Invalid` for errors and for whatever wants a confirmation.
    """
    case = uuid5(NAMESPACE_URL, f"{kind}:{notice}")
    with recorded(access.on_case(case), CASE_BY_NOTICE) as note:
        _check(access, kind)
        sealed = seal_numbers(payload)
        row = _new(access, case=case, kind=kind)
        fill(row, sealed)
        lock(persons=row.persons, households=row.households)
        world = load_world(sealed, today=business_today(), case=row.key)
        if world.busy:
            # What was notified comes again when that case is over; it is not refused for good.
            raise person_busy("、".join(f"受付番号{n}" for n in sorted(set(world.busy.values()))))
        plan, problems = plan_case(KINDS[kind], sealed, world)
        expected = {key_of(p) for p in problems if p.code in EXPECTED}
        plan_into(row, sealed, expected, {})
        record_case(access, row, plan, note, remark=GROUNDS[kind])
        note.say(ground=GROUNDS[kind])
    return case


def _check(access: Access, kind: str) -> None:
    if not access.has(Duty.SYSTEM):
        raise Refused(
            "通知による記録は、システムだけが行います。",
            why="人が入力した異動には、審査と決裁が要ります。",
            remedy="異動の入力から、この異動を入力してください。",
            code="case.system_only",
        )
    if kind not in GROUNDS:
        raise Refused(
            "この種類の異動には、人の決裁が要ります。",
            why="システム決裁の一覧にない種類です。",
            remedy="下書きを作り、人が審査・決裁してください。",
            code="case.needs_person",
        )
