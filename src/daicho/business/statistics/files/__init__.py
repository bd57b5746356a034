"""Tables as files (統計表のファイル): CSV and Excel, with their conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from daicho.business.statistics.files import csv_file, workbook
from daicho.business.statistics.selectors.reports import Report


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: how its content comes, and under which name and type."""

    title: str
    ending: str
    media_type: str
    content: Callable[[Report], Iterator[bytes]]

    def name_of(self, report: Report) -> str:
        """異動集計-20261101-20261120.xlsx."""
        wish = report.wish
        span = [f"{report.since:%Y%m%d}"] if report.spec.period else []
        return f"{'-'.join([report.spec.title, *span, f'{wish.as_of:%Y%m%d}'])}.{self.ending}"


FILES: Final[Mapping[str, FileKind]] = {
    "csv": FileKind("CSV", "csv", csv_file.MEDIA_TYPE, csv_file.csv_of),
    "xlsx": FileKind("Excel", "xlsx", workbook.MEDIA_TYPE, workbook.workbook_of),
}
