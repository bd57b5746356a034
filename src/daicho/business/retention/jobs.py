"""Jobs of retention (廃棄の実行): an approved plan is carried out by the worker, in pieces, and can be stopped and taken up again."""

from __future__ import annotations

from typing import Final

from daicho.business.retention.commands.decide_plan import KIND
from daicho.business.retention.commands.erase import erase_plan
from daicho.business.retention.commands.steps import missing
from daicho.business.retention.models import Plan
from daicho.foundation.jobs.public import JobField, JobKind, JobRun
from daicho.foundation.ui.posted import key_of


def carry_out(run: JobRun) -> None:
    """Erase what the plan names; `Missing` for a plan that there is not."""
    key = key_of(run.parameters["plan"])
    plan = Plan.objects.filter(key=key).first() if key else None
    if plan is None:
        raise missing()
    erase_plan(run, plan=plan)


ERASE: Final = JobKind(
    code=KIND,
    title="保存期間を過ぎた文書の廃棄",
    operation="retention.approve",
    run=carry_out,
    fields=(JobField("plan", "廃棄の計画", "text"),),
    by_hand=False,
)
