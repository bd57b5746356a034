"""Reconcile (整合性確認): a whole town compared, register and 市町村CS, 市町村CS and prefecture and nation, over real lines.

The stores are filled set by set from what the register would tell; then some people are made to differ, and each
comparison must find them, all of them and nobody else, and say why.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from daicho.kernel.errors import Unavailable
from daicho.operations.bench.country import BenchCountry
from daicho.operations.bench.memory import MOST
from daicho.operations.bench.peak import peak_mb
from daicho.operations.bench.planting import MANY_GONE, Planting
from daicho.operations.bench.plants import Chosen, Line, chosen
from daicho.operations.bench.timing import Contest, Measured, judge_rates
from daicho.operations.home import Home

TIMES: Final = 10
HALF: Final = 0.5
REGISTER: Final = "municipal_cs"
BEYOND: Final = ("prefecture", "nation")
_MB: Final = 1024 * 1024
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class ReconcileRun:
    """The comparisons of one town; what explains them is in `told` afterwards."""

    home: Home
    seed: int
    told: dict[str, float | int | str] = field(default_factory=dict)

    def measure(self) -> Iterator[Measured]:
        """A tenth of the town agrees; then all of it, with what was planted; then once more, killed half-way."""
        country = BenchCountry(self.home)
        with country.standing():
            people: int = country.act(country.core, "stores_core", do="count")
            few = people // TIMES
            self._fill(country, 0, few, plant=False)
            small = self._everything(country, few, Planting(Chosen({}, {}), []))
            planted = self._fill(country, few, people, plant=True)
            large = self._everything(country, people, planted)
            self._killed(country, planted)
        for name, most in large.items():
            yield _flat(name, small[name], most, few, people)

    def _fill(self, country: BenchCountry, since: int, until: int, *, plant: bool) -> Planting:
        """Everybody from one place to another into every store."""
        core, cs, beyond = (country.folder / f"{name}.jsonl" for name in ("core", "cs", "beyond"))
        wish = {"since": since, "until": until, "seed": self.seed, "out": str(core), "plant": plant}
        country.act(country.core, "stores_core", do="fill", **wish)
        if plant:
            gone = country.act(country.core, "stores_core", do="removed", many=MANY_GONE)
            planting = Planting(chosen(since, until, seed=self.seed), gone)
        else:
            planting = Planting(Chosen({}, {}), [])
        _write(cs, planting.at_cs(_read(core)))
        wish = {"source": str(cs), "out": str(beyond), "states": planting.states}
        country.act(country.cs, "stores_cs", do="fill", **wish)
        country.load(beyond)
        with country.at_outside() as connection:
            connection.execute("ANALYZE")
            planting.beyond(connection)
        return planting

    def _everything(
        self, country: BenchCountry, people: int, planted: Planting
    ) -> dict[str, float]:
        """Each comparison once; the peaks of memory of whoever asks and whoever answers."""
        own = self._compared(country, REGISTER, country.core, people)
        _check(REGISTER, own, planted.of_register)
        peaks = {"register": own["peak"], "cs-answering": peak_mb(country.lines.pid)}
        keys = country.act(
            country.cs, "stores_cs", do="keys", people=[w for w, *_ in planted.of_cs]
        )
        wanted = [
            [key if who else "", *rest]
            for key, (who, *rest) in zip(keys, planted.of_cs, strict=True)
        ]
        for source in BEYOND:
            found = self._compared(country, source, country.cs, people)
            _check(source, found, wanted)
            peaks[f"cs-with-{source}"] = found["peak"]
        return peaks

    def _compared(
        self, country: BenchCountry, source: str, asker: Home, people: int
    ) -> dict[str, Any]:
        """One comparison, with what it cost on both sides."""
        other = country.lines if source == REGISTER else country.rest
        before = _cpu(other.pid)
        found: dict[str, Any] = country.act(
            asker,
            "comparing",
            do="compare",
            source=source,
            most=people if source == REGISTER else 0,
        )
        say = f"reconcile with {source}, {people:,} people"
        self.told |= {
            f"{say}: seconds": found["seconds"],
            f"{say}: CPU seconds of the asker": found["cpu"],
            f"{say}: CPU seconds of the answerer": _cpu(other.pid) - before,
            f"{say}: messages": found["messages"],
            f"{say}: MB asked": found["asked"] / _MB,
            f"{say}: MB answered": found["answered"] / _MB,
            f"{say}: blocks that differ": found["blocks"],
            f"{say}: people told apart": len(found["found"]),
        }
        return found

    def _killed(self, country: BenchCountry, planted: Planting) -> None:
        """The asker's process is killed half-way; the next one goes on where it stood, and finds the same."""
        wish = {"do": "compare", "source": REGISTER}
        if country.act(country.core, "comparing", **wish, dies_at=HALF) is not None:
            raise Unavailable("整合性確認を途中で止められませんでした。")
        found = country.act(country.core, "comparing", **wish)
        _check(REGISTER, found, planted.of_register)
        self.told["reconcile: seconds of the rest, after a kill half-way"] = found["seconds"]
        self.told["reconcile: messages of both halves"] = found["messages"]


def _check(source: str, found: dict[str, Any], wanted: Sequence[Sequence[Any]]) -> None:
    """Exactly what was planted, each with its reason."""
    said, known = (sorted(map(json.dumps, each)) for each in (found["found"], wanted))
    if found["state"] != "done" or said != known:
        wrong = {*said} ^ {*known}
        raise Unavailable(
            f"整合性確認（{source}）の結果が、仕込んだ差異と違います。",
            why=" / ".join(sorted(wrong)[:10]),
        )


def _flat(name: str, small: float, large: float, few: int, people: int) -> Measured:
    contest = Contest(
        name=f"memory-reconcile-{name}",
        ours_is=f"peak of resident memory of a 整合性確認 of {people:,} people ({name})",
        bare_is=f"the same of {few:,}",
        bar=MOST,
    )
    return judge_rates(contest, [(large, small)], unit="MB")


def _cpu(process: int) -> float:
    """Seconds of CPU that a process has used."""
    told = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / _TICKS


def _read(path: Path) -> Iterator[Line]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _write(path: Path, lines: Iterator[Line]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
