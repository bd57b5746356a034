"""Jobs of movements (裏方の仕事・バッチ処理): what the worker calls again and again, and what staff may ask for as a job."""

from __future__ import annotations

from datetime import date
from typing import Final

from daicho.business.movements.commands.bulk_work import work_once
from daicho.business.movements.commands.write_list import OPERATION, write_list
from daicho.business.movements.selectors.lists import LISTS
from daicho.foundation.jobs.public import JobField, JobKind, JobRun

__all__ = ["LIST_FILE", "work_once"]


def run_list(run: JobRun) -> None:
    """One of the lists for checking (確認用の一覧) as a CSV file, whole."""
    asked = run.parameters
    write_list(
        run,
        code=asked["list"],
        as_of=_day(asked["as_of"]),
        since=_day(asked["since"]),
        days=int(asked["days"]) if asked["days"] else None,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


LIST_FILE: Final = JobKind(
    "movements.list_file",
    "確認用の一覧のファイル",
    OPERATION,
    run_list,
    (
        JobField(
            "list",
            "一覧",
            "choice",
            choices=tuple((spec.code, spec.title) for spec in LISTS.values()),
        ),
        JobField("as_of", "基準日", "date", required=False, hint="空欄は、実行日"),
        JobField(
            "since",
            "期間の初めの日",
            "date",
            required=False,
            hint="期間のある一覧で。空欄は、月の初日",
        ),
        JobField(
            "days",
            "日数",
            "number",
            required=False,
            hint="日数のある一覧で。空欄は、一覧ごとの日数",
        ),
    ),
)
