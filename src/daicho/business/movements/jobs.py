"""Jobs of movements (裏方の仕事・バッチ処理): what the worker calls again and again, and what staff may ask for as a job."""

from __future__ import annotations

from datetime import date
from typing import Final

from daicho.business.movements.commands.bulk_work import work_once
from daicho.business.movements.selectors.lists import LISTS, ListView, open_list
from daicho.foundation.documents.files import csv_stream
from daicho.foundation.jobs.public import JobField, JobKind, JobRun
from daicho.foundation.staff.public import check_file_delivery
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.wareki import format_wareki, format_wareki_short

__all__ = ["LIST_FILE", "work_once"]
OPERATION: Final = "movements.lists"


def write_list(run: JobRun) -> None:
    """One of the lists for checking (確認用の一覧) as a CSV file, whole."""
    check_file_delivery(run.access, OPERATION)
    asked = run.parameters
    view = open_list(
        run.access,
        code=asked["list"],
        as_of=_day(asked["as_of"]),
        since=_day(asked["since"]),
        days=int(asked["days"]) if asked["days"] else None,
        whole=True,
        output="ファイル",
    )
    name = f"{view.spec.title}_{view.asked.as_of:%Y%m%d}.csv"
    rows = [(*line.cells, "・".join(_marks(view, line.persons))) for line in view.lines]
    columns = (*view.spec.columns, "支援・抑止")
    mark = _watermark(run.access, view)
    run.keep(name, csv_stream(columns, rows, watermark=mark), "text/csv; charset=utf-8")
    run.counted(view.count, len(rows))
    run.say(f"{view.spec.title}（{format_wareki(view.asked.as_of)}現在）{len(rows)}件")


def _marks(view: ListView, persons: tuple[object, ...]) -> list[str]:
    found = (mark for person, marks in view.marks.items() if person in persons for mark in marks)
    return list(dict.fromkeys(found))


def _watermark(access: Access, view: ListView) -> str:
    now = business_now()
    return (
        f"{view.spec.title}　{format_wareki(view.asked.as_of)}現在　"
        f"出力: {access.name} {format_wareki_short(now.date())} {now:%H:%M}　目的外の利用を禁じる"
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


LIST_FILE: Final = JobKind(
    "movements.list_file",
    "確認用の一覧のファイル",
    OPERATION,
    write_list,
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
