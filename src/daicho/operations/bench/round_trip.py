"""Round trip (移行の往復): a town's files spoilt, imported, exported, imported into a second home, exported: equal or not.

    python -m daicho.operations.bench.round_trip EXPORTED --identity KEY --work FOLDER

EXPORTED is what `daicho export` wrote. FOLDER keeps both homes and both exports, so that a broken-off run goes on; what
was done and how long it took is told in `FOLDER/told.json`. Hours for a city: it is no part of `./daicho bench`.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import click
import pyrage

from daicho.operations.environment import COMMANDS, environment, python
from daicho.operations.home import Home
from daicho.operations.postgres import Cluster
from daicho.operations.progress import console
from daicho.operations.startup import Errand, ensure_keys
from daicho.operations.transfer.layout import FILES, MANIFEST, NUMBERS, RESIDENTS, Type

SPOILT: Final = 400
_FAULTS: Final = (
    ("世帯主との続柄", "長男"),
    ("生年月日", "平成31年13月1日"),
    ("生年月日", ""),
    ("氏名のフリガナ", "みほん"),
    ("住所", "架空市\ue000一番地"),
    ("性別", "男"),
    ("異動事由", "転入"),
    ("市区町村コード", "999999"),
    ("有効開始日", "2020-02-30"),
    ("処理日時", "2199-01-01 00:00:00+09"),
    ("履歴番号", "0"),
    ("選挙人名簿への登録", "2"),
)
"""(item, a text that it cannot have): one after another in lines spread over the file."""
_KEY: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_FRAME: Final = (
    Errand("データベースの移行", "migrator", ("django", "migrate", "--noinput")),
    Errand("キャッシュの表の用意", "migrator", ("django", "createcachetable")),
)


@dataclass(slots=True)
class Told:
    """What was done, kept after every step."""

    path: Path
    steps: dict[str, Any] = field(default_factory=dict)  # Any: what each step says of itself

    def keep(self, name: str, **said: object) -> None:
        self.steps[name] = said
        self.path.write_text(json.dumps(self.steps, ensure_ascii=False, indent=1))
        console.print(f"{name}: {said}", markup=False)


def spoil(source: Path, into: Path, *, lines: int) -> list[tuple[int, str]]:
    """A copy of an export in which every so many lines one item is wrong; (line, item) of each."""
    into.mkdir(parents=True)
    for path in source.iterdir():
        if path.is_file() and path.name not in (MANIFEST, RESIDENTS.name):
            os.link(path, into / path.name)
    with (source / RESIDENTS.name).open("rb") as stream:
        total = sum(1 for _ in stream)
    every = max(2, total // lines)
    places = {c.label: at for at, c in enumerate(RESIDENTS.columns)}
    spoilt: list[tuple[int, str]] = []
    with (source / RESIDENTS.name).open("rb") as stream, (into / RESIDENTS.name).open("wb") as out:
        is_open = False
        for number, line in enumerate(stream, 1):
            odd = bool(line.count(b'"') & 1)
            if number > 1 and number % every == 0 and not is_open and not odd:
                item, wrong = _FAULTS[len(spoilt) % len(_FAULTS)]
                texts = next(csv.reader([line.decode()]))
                texts[places[item]] = wrong
                line = _line(texts)
                spoilt.append((number, item))
            is_open ^= odd
            out.write(line)
    return spoilt


def _line(texts: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow(texts)
    return text.getvalue().encode()


def unreported(rejects: Path, spoilt: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """What was spoilt and is not named by its line and item."""
    with rejects.open(encoding="utf-8-sig", newline="") as stream:
        named = {(int(row["行"] or 0), row["項目"]) for row in csv.DictReader(stream)}
    return [each for each in spoilt if each not in named]


def new_home(root: Path) -> Home:
    """An empty installation of its own, its server stopped."""
    home = Home(root)
    cluster = Cluster(home)
    if not (root / "done" / "frame").exists():
        with cluster.running():
            cluster.provision()
            ensure_keys(home, fresh=True)
            for errand in _FRAME:
                errand.run(home)
        (root / "done").mkdir(exist_ok=True)
        (root / "done" / "frame").touch()
    return home


def carried_out(home: Home, *words: str, fine: Sequence[int] = (0,)) -> dict[str, object]:
    """A command of `daicho` in a home: how long it took, and its highest resident memory."""
    with Cluster(home).running():
        began = perf_counter()
        process = subprocess.Popen(
            python("-m", COMMANDS, *words), env=environment(home), stdin=subprocess.DEVNULL
        )
        _, status, used = os.wait4(process.pid, 0)
        took = perf_counter() - began
    if (code := os.waitstatus_to_exitcode(status)) not in fine:
        sys.exit(f"{words[0]}: {code}")
    return {
        "code": code,
        "seconds": round(took),
        "processor_seconds": round(used.ru_utime + used.ru_stime),
        "peak_mb_of_a_process": used.ru_maxrss // 1024,
    }


def report_of(home: Home) -> dict[str, Any]:  # Any: JSON
    """What the import of a home told of its counts."""
    path = next((home.root / "import").glob("*/report.json"))
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    path = path.with_name("rejects.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rejects = sum(1 for _ in csv.reader(stream)) - 1
    return {"people": told["people"], "lines": told["lines"], "rejects": rejects}


# -- equal or not ------------------------------------------------------------------------------


class Pairs:
    """Which key of the second export stands for which of the first: one for one, everywhere the same."""

    def __init__(self) -> None:
        self._second: dict[bytes, bytes] = {}
        self._first: dict[bytes, bytes] = {}

    def agree(self, first: str, second: str) -> bool:
        one, other = bytes.fromhex(first.replace("-", "")), bytes.fromhex(second.replace("-", ""))
        return (
            self._second.setdefault(one, other) == other
            and self._first.setdefault(other, one) == one
        )


def differences(
    first: Path, second: Path, identity: pyrage.x25519.Identity
) -> Iterator[tuple[str, int, str]]:
    """(file, line, item) of everything that is not the same but for keys, each of which stands for one other."""
    pairs = Pairs()
    for file in FILES:
        columns = [(c.label, c.type in (Type.REFERENCE, Type.JSON)) for c in file.columns]
        one, other = (_rows(folder / file.name, identity) for folder in (first, second))
        if file is NUMBERS:
            # In an order that keys decide: by what is said instead.
            one, other = iter(sorted(one, key=_number)), iter(sorted(other, key=_number))
        for line, (a, b) in enumerate(zip_longest(one, other), 1):
            if a is None or b is None or len(a) != len(b):
                yield file.name, line, "行"
                break
            for (label, keys), x, y in zip(columns, a, b, strict=True):
                if not (_same_but_for_keys(x, y, pairs) if keys else x == y):
                    yield file.name, line, label


def _number(row: list[str]) -> list[str]:
    return row[1:]


def _rows(path: Path, identity: pyrage.x25519.Identity) -> Iterator[list[str]]:
    if path.name == NUMBERS.name:
        text = pyrage.decrypt(path.read_bytes(), [identity]).decode()
        yield from csv.reader(io.StringIO(text, newline=""))
        return
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream)


def _same_but_for_keys(one: str, other: str, pairs: Pairs) -> bool:
    if _KEY.sub("", one) != _KEY.sub("", other):
        return False
    return all(map(pairs.agree, _KEY.findall(one), _KEY.findall(other)))


# -- the whole ---------------------------------------------------------------------------------


@click.command()
@click.argument("exported", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--identity", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--work", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--spoilt", "lines", default=SPOILT, show_default=True)
def command(exported: Path, identity: Path, work: Path, lines: int) -> None:
    """Spoil EXPORTED, import it, export it, import that into a second home, export it again, and compare."""
    work.mkdir(parents=True, exist_ok=True)
    told = Told(work / "told.json")
    if told.path.exists():
        told.steps = json.loads(told.path.read_text())
    secret = pyrage.x25519.Identity.from_str(identity.read_text().split()[-1])
    if "spoilt" not in told.steps:
        spoilt = spoil(exported.absolute(), work / "spoilt", lines=lines)
        told.keep("spoilt", lines=spoilt)
    source = work / "spoilt"
    for place in ("first", "second"):
        home = new_home(work.absolute() / f"home-{place}")
        out = work.absolute() / place
        if f"import {place}" not in told.steps:
            opened_by = ("--identity", str(identity.absolute()))
            done = carried_out(home, "import", str(source), *opened_by, "--leave-out")
            told.keep(f"import {place}", **done, **report_of(home))
        if f"export {place}" not in told.steps:
            done = carried_out(home, "export", str(out), "--recipient", str(secret.to_public()))
            told.keep(f"export {place}", **done, **_lines(out))
        source = out
    spoilt = [(line, item) for line, item in told.steps["spoilt"]["lines"]]
    rejects = next((work / "home-first" / "import").glob("*/rejects.csv"))
    found = list(differences(work / "first", work / "second", secret))
    told.keep(
        "compared",
        equal=not found,
        differences=found[:20],
        spoilt=len(spoilt),
        not_reported=unreported(rejects, spoilt)[:20],
    )
    for place in ("first", "second"):
        home = Home(work.absolute() / f"home-{place}")
        # 2: nothing was found changed; only that no head was kept outside of a home so young.
        done = carried_out(home, "audit-verify", "--register", fine=(0, 2))
        told.keep(f"verified {place}", **done)
    sys.exit(bool(found))


def _lines(folder: Path) -> dict[str, object]:
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return {"lines": {name: said["lines"] for name, said in told["files"].items()}}


if __name__ == "__main__":
    command()
