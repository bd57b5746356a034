"""Jobs (バッチ処理): each comparison is a kind of job, so that it can be planned, watched, stopped and taken up again."""

from __future__ import annotations

from functools import partial

from daicho.foundation.jobs.public import JobKind
from daicho.foundation.reconciliation.commands.reconcile import reconcile
from daicho.foundation.reconciliation.commands.start import job_kind_code
from daicho.foundation.reconciliation.ports import Source


def job_of(source: Source) -> JobKind:
    """The kind of job that makes a comparison."""
    title = f"整合性確認（{source.title}）"
    return JobKind(job_kind_code(source), title, "reconcile.run", partial(reconcile, source=source))
