"""Report (取込の報告): what is wrong line by line, and the counts that agree, as files and as words."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from daicho.operations.transfer.checking import Found, Tally, Verdict
from daicho.operations.transfer.layout import BY_CODE, RESIDENTS
from daicho.operations.transfer.people import Kin
from daicho.operations.transfer.profile import Profile
from daicho.operations.transfer.run import Run, write_json

REJECTS: Final = "rejects.csv"
REPORT: Final = "report.json"
_HEADINGS: Final = ("ファイル", "行", "宛名番号", "項目", "理由")
_MOST: Final = 10


def write_report(
    folder: Path, run: Run, verdict: Verdict, found: Sequence[Found] | None, *, profile: Profile
) -> None:
    """`rejects.csv` (when the check was made now) and `report.json`; neither holds a value of the files."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if found is not None:
        _write_rejects(folder / REJECTS, found, profile)
    told = {
        "run": str(run.key),
        "checked_on": run.today.isoformat(),
        "profile": profile.name,
        "files": dict(run.files),
        "people": asdict(verdict.people),
        "lines": {code: asdict(tally) for code, tally in verdict.files.items()},
        "standings": [
            {**_words(kin), "taken": taken, "out": out} for kin, taken, out in verdict.standings
        ],
        "households_without_head": verdict.headless,
        "loaded": run.loaded,
    }
    write_json(folder / REPORT, told)


def _write_rejects(path: Path, found: Sequence[Found], profile: Profile) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(_HEADINGS)
        for file, reject in found:
            name = profile.name_of(file)
            writer.writerow(
                [name, reject.line or "", reject.atena_number, reject.item, reject.reason]
            )


def _words(kin: Kin) -> dict[str, str]:
    return {
        "kind": _label("kind", kin.kind),
        "status": _label("status", kin.status),
        "town_code": kin.town,
    }


def _label(code: str, value: str) -> str:
    column = next(c for c in RESIDENTS.columns if c.code == code)
    return column.codes.get(value, value)


def sentences(verdict: Verdict, found: Sequence[Found] | None) -> Iterator[str]:
    """The report in words, for the terminal: each sum, then the commonest faults."""
    yield _sum("人", verdict.people)
    for code, tally in verdict.files.items():
        if tally.in_file:
            yield _sum(BY_CODE[code].title, tally)
    kinds: Counter[tuple[str, str]] = Counter()
    outs: Counter[tuple[str, str]] = Counter()
    for kin, taken, out in verdict.standings:
        kinds[_label("kind", kin.kind), _label("status", kin.status)] += taken
        outs[_label("kind", kin.kind), _label("status", kin.status)] += out
    for pair in sorted({*kinds, *outs}):
        yield f"　{'・'.join(pair)}: {kinds[pair]:,} 人（除く {outs[pair]:,} 人）"
    towns = {kin.town for kin, _, _ in verdict.standings}
    yield f"町字: {len(towns):,} か所（町字ごとの人数は {REPORT} にあります）"
    if verdict.headless:
        yield f"注意: 世帯主のいない世帯が {verdict.headless:,} あります（取り込みます）。"
    if found:
        yield f"誤り {len(found):,} 件（{REJECTS} に一行ずつあります）。多いもの:"
        faults = Counter((r.item, r.reason) for _, r in found)
        for (item, reason), count in faults.most_common(_MOST):
            yield f"　{item or '行'}: {reason} … {count:,} 件"


def _sum(title: str, tally: Tally) -> str:
    return f"{title}: ファイル {tally.in_file:,} = 取り込む {tally.taken:,} + 除く {tally.out:,}"
