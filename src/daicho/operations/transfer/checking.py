"""Checking (検査): everything judged before anything is loaded; what is ready is put aside in pieces."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import pyrage

from daicho.foundation.vault.domain.keys import KeyRing
from daicho.kernel.errors import Unavailable
from daicho.operations.transfer import crossing
from daicho.operations.transfer.beside import BESIDE, Beside
from daicho.operations.transfer.blocks import Block, Heading, blocks, read_heading
from daicho.operations.transfer.layout import NUMBERS, RESIDENTS, File
from daicho.operations.transfer.people import Judge, Kin, Reject
from daicho.operations.transfer.pieces import Store, standings
from daicho.operations.transfer.profile import Profile
from daicho.operations.transfer.run import Run, write_json
from daicho.operations.transfer.sealed import unseal
from daicho.operations.transfer.work import Bench, Told, make_pieces, processes_for

VERDICT: Final = "verdict.json"
_ATENA: Final = [c.code for c in RESIDENTS.columns].index("atena_number")

Found = tuple[File, Reject]
"""In which file, and what is wrong."""

Step = Callable[[str, int], Callable[[int], None]]
"""Begins a bar: its words and its total; gives what advances it."""


@dataclass(slots=True)
class Tally:
    """How much of one kind was in the file, and what becomes of it: in_file = taken + out, always."""

    in_file: int = 0
    taken: int = 0
    out: int = 0


@dataclass(slots=True)
class Verdict:
    """What the check found: who and what is left out, and the counts that must agree; `first` is loaded first."""

    first: str = ""
    left_out: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    lines: dict[str, list[int]] = field(default_factory=dict)
    people: Tally = field(default_factory=Tally)
    standings: list[tuple[Kin, int, int]] = field(default_factory=list)
    files: dict[str, Tally] = field(default_factory=dict)
    headless: int = 0
    rejects: int = 0

    @property
    def clean(self) -> bool:
        return self.rejects == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a check works with: the profile, the vault's keys, the identities that open the file of numbers."""

    profile: Profile
    keys: KeyRing
    identities: list[pyrage.x25519.Identity]
    processes: int = 0


def check(run: Run, means: Means, *, step: Step) -> tuple[Verdict, list[Found]]:
    """Judge everything; pieces that are there already are not made again. Rejects come in order of kind."""
    _judge_people(run, means, step)
    _judge_numbers(run, means, step)
    people, numbers = run.pieces(RESIDENTS), run.pieces(NUMBERS)
    store = store_of(run, means)
    crossing.gather(store, (*people, *numbers))
    rejects = list(_alone(store, people))
    rejects += crossing.cross(dict.fromkeys(r.atena_number for r in rejects if r.atena_number))
    found: list[Found] = [(RESIDENTS, r) for r in rejects]
    found += [(NUMBERS, r) for path in numbers for r in store.head(path).rejects]
    verdict = Verdict(
        left_out=sorted(crossing.left_out()), unused=sorted(crossing.unused_numbers())
    )
    found += _beside(run, means, verdict)
    _count(verdict, store, people, numbers)
    verdict.headless = crossing.headless(run.today)
    verdict.rejects = len(found)
    return verdict, found


def _judge_people(run: Run, means: Means, step: Step) -> None:
    path = run.source / means.profile.name_of(RESIDENTS)
    with path.open("rb") as stream:
        heading = read_heading(stream, file=RESIDENTS, profile=means.profile)
    size = path.stat().st_size
    told = _told(run, means, heading)
    advance = step("住民票を検査しています", size)
    key = heading.places[_ATENA]

    def heard() -> Iterator[Block]:
        for block in blocks(path, heading, key=key):
            if not told.store.path(RESIDENTS.code, block.number).exists():
                yield block
            advance(len(block.content))

    for _ in make_pieces(heard(), told, processes=means.processes or processes_for(size)):
        pass


def _judge_numbers(run: Run, means: Means, step: Step) -> None:
    path = run.source / means.profile.name_of(NUMBERS)
    if not path.exists():
        return
    if not means.identities:
        raise Unavailable(
            "番号のファイルを開く鍵が指定されていません。",
            why=f"{path.name} は暗号化されています。",
            remedy="--identity で age の秘密鍵のファイルを指定してください。",
            code="transfer.no_identity",
        )
    size = path.stat().st_size
    advance = step("番号を検査しています", size)
    store = store_of(run, means)
    bench: list[Bench] = []

    def opened(header: bytes) -> None:
        heading = read_heading(io.BytesIO(header), file=NUMBERS, profile=means.profile)
        bench.append(
            Bench(_told(run, means, heading), processes=means.processes or processes_for(size))
        )

    def take(block: Block) -> None:
        advance(len(block.content))
        if not store.path(NUMBERS.code, block.number).exists():
            for _ in bench[0].put(block):
                pass

    try:
        unseal(path, means.identities, opened=opened, take=take)
        for each in bench:
            for _ in each.rest():
                pass
    finally:
        for each in bench:
            each.stop()


def store_of(run: Run, means: Means) -> Store:
    """The pieces of a run; `Unavailable` when the vault's key of that time is gone."""
    return Store(run.folder, run.pieces_key(means.keys))


def _told(run: Run, means: Means, heading: Heading) -> Told:
    return Told(
        run=run.key,
        store=store_of(run, means),
        profile=means.profile,
        heading=heading,
        today=run.today,
        now=run.now,
        keys=means.keys,
    )


def _alone(store: Store, people: Iterable[Path]) -> Iterator[Reject]:
    """Those refused by themselves, and those whose 宛名番号 does not rise: a load goes in its order."""
    highest = ""
    for path in people:
        piece = store.head(path)
        yield from piece.rejects
        for atena, _, _, _, _ in piece.people:
            if atena <= highest:
                yield Reject(
                    piece.first_line,
                    atena,
                    "宛名番号",
                    "宛名番号の順に並んでいません（この行から後）",
                )
            highest = max(highest, atena)


def beside_of(run: Run, means: Means) -> Beside:
    """The files beside the residents, as this run reads them."""
    judge = Judge(run.key, today=run.today, now=run.now)
    return Beside(run.source, profile=means.profile, judge=judge, today=run.today)


def _beside(run: Run, means: Means, verdict: Verdict) -> list[Found]:
    beside = beside_of(run, means)
    found: list[Found] = []
    for of in BESIDE:
        count, rejects = beside.check(of)
        lines = sorted({r.line for r in rejects})
        verdict.lines[of.file.code] = lines
        verdict.files[of.file.code] = Tally(count, count - len(lines), len(lines))
        found += [(of.file, reject) for reject in rejects]
    return found


def _count(verdict: Verdict, store: Store, people: Iterable[Path], numbers: Iterable[Path]) -> None:
    without = frozenset(verdict.left_out)
    taken: Counter[Kin] = Counter()
    out: Counter[Kin] = Counter()
    lines = Tally()
    for path in people:
        piece = store.head(path)
        own, left = standings(piece, without=without)
        verdict.first = verdict.first or next((a for a, *_ in piece.people if a not in without), "")
        taken.update(own)
        out.update(left)
        lines.in_file += piece.lines
        lines.taken += sum(n for atena, n, _, _, _ in piece.people if atena not in without)
    lines.out = lines.in_file - lines.taken
    verdict.files[RESIDENTS.code] = lines
    verdict.people = Tally(taken.total() + out.total(), taken.total(), out.total())
    verdict.standings = [(kin, taken[kin], out[kin]) for kin in sorted({*taken, *out})]
    total = sum(store.head(path).lines for path in numbers)
    bad = sum(len(store.head(path).rejects) for path in numbers)
    lost = bad + len(verdict.unused)
    verdict.files[NUMBERS.code] = Tally(total, total - lost, lost)


def save_verdict(run: Run, verdict: Verdict) -> None:
    """Keep what the check found, so that the load need not ask again."""
    write_json(run.folder / VERDICT, asdict(verdict))
    run.checked = True
    run.save()


def read_verdict(run: Run) -> Verdict:
    """What an earlier check of this run found."""
    told = json.loads((run.folder / VERDICT).read_text(encoding="utf-8"))
    return Verdict(
        **told
        | {
            "people": Tally(**told["people"]),
            "files": {code: Tally(**tally) for code, tally in told["files"].items()},
            "standings": [(Kin(*kin), taken, out) for kin, taken, out in told["standings"]],
        }
    )
