"""Jobs of protection (バッチ処理): what staff may ask for as a job."""

from __future__ import annotations

from typing import Final

from daicho.foundation.documents.files import csv_stream
from daicho.foundation.jobs.public import JobKind, JobRun
from daicho.foundation.staff.public import check_file_delivery
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.wareki import format_wareki, format_wareki_short
from daicho.registers.protection.selectors.suppressions import SuppressedLine, list_suppressed

OPERATION: Final = "protection.manage"
WHOLE: Final = 10**6
COLUMNS: Final = (
    "宛名番号",
    "氏名",
    "世帯番号",
    "抑止",
    "対象処理と段階",
    "開始",
    "終了",
    "終了日の経過",
    "理由",
)


def write_suppressed(run: JobRun) -> None:
    """抑止対象者一覧 (STD-9.2) as a CSV file, with those whose last day has passed and who were not ended."""
    check_file_delivery(run.access, OPERATION)
    found = list_suppressed(run.access, page=1, per_page=WHOLE)
    rows = [_row(line) for line in found.lines]
    name = f"抑止対象者一覧_{business_now():%Y%m%d}.csv"
    content = csv_stream(COLUMNS, rows, watermark=_watermark(run.access))
    run.keep(name, content, "text/csv; charset=utf-8")
    run.counted(found.page.paginator.count, len(rows))
    run.say(f"抑止対象者一覧 {len(rows)}件")


def _row(line: SuppressedLine) -> tuple[str, ...]:
    return (
        "\n".join(who.atena_number for who in line.who),
        "\n".join(who.name for who in line.who),
        line.household,
        line.what,
        "\n".join(f"{process}: {level}" for process, level in line.levels),
        format_wareki(line.starts_on),
        format_wareki(line.ends_on) if line.ends_on else "",
        "経過" if line.overdue else "",
        line.reason,
    )


def _watermark(access: Access) -> str:
    now = business_now()
    return (
        f"抑止対象者一覧　出力: {access.name} {format_wareki_short(now.date())} {now:%H:%M}　"
        "抑止の事務の外での利用を禁じる"
    )


SUPPRESSED_FILE: Final = JobKind(
    "protection.suppressed_file", "抑止対象者一覧のファイル", OPERATION, write_suppressed
)
