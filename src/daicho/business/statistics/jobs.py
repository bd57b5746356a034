"""Jobs (まとめて作る統計, STD-9.1): the tables of a period as Excel files, at once or by a schedule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from daicho.business.statistics.domain.areas import LEVELS, OAZA
from daicho.business.statistics.domain.wish import Asks, Wish
from daicho.business.statistics.files import FILES
from daicho.business.statistics.selectors.reports import REPORTS, ReportSpec, make_report
from daicho.foundation.jobs.public import JobField, JobKind, JobRun
from daicho.kernel.clock import business_today
from daicho.kernel.periods import ONE_DAY


def make_month(run: JobRun) -> None:
    """Every table of a period but those that are handed in, an Excel file each; small numbers are hidden."""
    _make(run, [spec for spec in REPORTS.values() if not spec.whole])


def make_handed_in(run: JobRun) -> None:
    """The reports that are handed in (年報・定期報告) of a period, an Excel file each, as they are."""
    _make(run, [spec for spec in REPORTS.values() if spec.whole])


def _make(run: JobRun, chosen: Sequence[ReportSpec]) -> None:
    since, until = (date.fromisoformat(run.parameters[n]) for n in ("since", "until"))
    made = FILES["xlsx"]
    for done, spec in enumerate(chosen):
        if run.stopped:
            run.say(f"{done}件で止めました。")
            return
        run.progress(done, len(chosen))
        wish = _wish(spec, since=since, until=until, level=run.parameters.get("level", OAZA))
        report = make_report(run.access, wish, output="バッチ処理")
        run.keep(made.name_of(report), made.content(report), made.media_type)
        differing = sum(len(table.differing()) for table in report.tables)
        told = f"整合しない区分が{differing}件あります。" if differing else "整合"
        run.say(f"{spec.title}: {told}")
    run.progress(len(chosen), len(chosen))
    run.counted(len(chosen), len(chosen))


def _wish(spec: ReportSpec, *, since: date, until: date, level: str) -> Wish:
    """A report of a period; the annual one is of the 1 January after it where it ends with the year."""
    following = until + ONE_DAY
    ends_year = Asks.YEAR in spec.asks and following.month == following.day == 1
    day = following if ends_year and following <= business_today() else until
    return Wish(spec.code, day, since, level=level)


_PERIOD: Final = (
    JobField("since", "期間の初めの日", "date", hint="毎月作るときは「前月初」"),
    JobField("until", "期間の終わりの日・基準日", "date", hint="毎月作るときは「前月末」"),
)
MONTH_SET: Final = JobKind(
    code="statistics.month",
    title="統計表の作成（すべての表、Excel）",
    operation="statistics.view",
    run=make_month,
    fields=(*_PERIOD, JobField("level", "地区の単位", "choice", tuple(LEVELS.items()))),
)
REPORT_SET: Final = JobKind(
    code="statistics.reports",
    title="報告の作成（年報・定期報告、Excel）",
    operation="statistics.exact",
    run=make_handed_in,
    fields=_PERIOD,
)
