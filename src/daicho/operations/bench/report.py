"""Report (測定結果): what was measured, on which machine, as JSON for programs and a table for people."""

from __future__ import annotations

import json
import os
import platform
import re
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from daicho.operations.bench.timing import Bar, Measured, Side

_PACKAGES = ("Django", "psycopg", "granian", "typst")
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Machine:
    """What the figures depend on; never a name or a path of the machine."""

    processor: str
    cores: int
    memory_mb: int
    system: str
    python: str
    postgresql: str
    packages: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run. `facts` are figures that explain the others (a durable commit's cost, sizes, load)."""

    measured_on: date
    residents: int
    seed: int
    machine: Machine
    facts: dict[str, float | int | str]
    results: tuple[Measured, ...]

    @property
    def missed(self) -> tuple[Measured, ...]:
        return tuple(r for r in self.results if r.met is False)


def machine(*, postgresql: str) -> Machine:
    """This machine."""
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory_mb=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MB,
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        postgresql=postgresql,
        packages={name: version(name) for name in _PACKAGES},
    )


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.processor() or "unknown"
    found = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return found.group(1).strip() if found else platform.machine()


def write(report: Report, folder: Path) -> tuple[Path, Path]:
    """Write `<date>-<residents>.json` and `.md`; a later run of the same day replaces them."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{report.measured_on.isoformat()}-{report.residents}"
    files = folder / f"{stem}.json", folder / f"{stem}.md"
    for path, text in zip(files, (as_json(report), as_markdown(report)), strict=True):
        draft = path.with_suffix(f"{path.suffix}.draft")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    return files


def as_json(report: Report) -> str:
    """The whole report; every result says whether its bar was met (null without a bar)."""
    told = asdict(report) | {
        "measured_on": report.measured_on.isoformat(),
        "results": [_rounded(asdict(r)) | {"met": r.met} for r in report.results],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def as_markdown(report: Report) -> str:
    """The table, the facts, and what each side is."""
    own = report.machine
    lines = [
        f"# Benchmark, {report.measured_on.isoformat()}, {report.residents:,} residents",
        "",
        f"{own.processor}, {own.cores} cores, {own.memory_mb:,} MB, {own.system}; "
        f"PostgreSQL {own.postgresql} (fsync on), Python {own.python}, "
        + ", ".join(f"{name} {number}" for name, number in own.packages.items())
        + ".",
        "",
        "| measurement | Daicho: median (p95) | beside it: median (p95) | ratio (rounds) | bar | |",
        "|---|---|---|---|---|---|",
        *(_line(result) for result in report.results),
        "",
        "Ratios are medians of the rounds' own ratios (in brackets the lowest and highest round); the bar is on "
        "them. Absolute figures are facts about this machine on this day.",
        "",
        "## Facts",
        "",
        *(f"- {name}: {_fact(value)}" for name, value in report.facts.items()),
        "",
        "## What is compared",
        "",
        *(f"- **{r.name}**: {r.ours_is} — beside: {r.bare_is}." for r in report.results),
        "",
    ]
    return "\n".join(lines)


def _line(r: Measured) -> str:
    return (
        f"| {r.name} | {_figures(r.ours, r.unit)} | {_figures(r.bare, r.unit)} | "
        f"{_ratio(r.bar, r.ratio)} ({_ratio(r.bar, r.lowest)}–{_ratio(r.bar, r.highest)}) | "
        f"{_bar(r.bar)} | {'' if r.met is None else 'met' if r.met else '**missed**'} |"
    )


def _figures(side: Side, unit: str) -> str:
    tail = "" if side.p95 is None else f" ({side.p95:.3g})"
    return f"{side.median:.3g}{tail} {unit}"


def _ratio(bar: Bar | None, value: float) -> str:
    return f"{value:.0%}" if bar is not None and bar.kind == "speed" else f"{value:.2f}×"


def _bar(bar: Bar | None) -> str:
    if bar is None:
        return "fact"
    return f"≤ {bar.limit:g}×" if bar.kind == "slower" else f"≥ {bar.limit:.0%}"


def _fact(value: float | int | str) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else value


def _rounded(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return {
        k: _rounded(v) if isinstance(v, dict) else round(v, 4) if isinstance(v, float) else v
        for k, v in value.items()
    }
