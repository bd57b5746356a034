"""Verify digests (版の照合): every version in the register is what the trail says was written, and nothing besides.

Three questions: does every version that an entry lists still say what it said, of the same days and the same change;
does every bulk load still have its digest; and is every version in the register listed or loaded? Differences are named
by version keys, without personal data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final
from uuid import UUID

from django.db.models import Max

from daicho.foundation.audit.selectors.listed import (
    BATCH,
    Listing,
    LoadListing,
    listed_about,
    listings,
    loads,
)
from daicho.registers.residents.audit_types import REGISTER_LOADED
from daicho.registers.residents.commands.load_rows import version_line
from daicho.registers.residents.models import Person, Version

NAMED: Final = 20


@dataclass(frozen=True, slots=True)
class DigestReport:
    """How many versions were compared, and the first differences in words (`more` others not named)."""

    versions: int
    listed: int
    loaded: int
    differences: tuple[str, ...]
    more: int

    @property
    def intact(self) -> bool:
        return not self.differences

    def sentences(self) -> tuple[str, ...]:
        if self.intact:
            return (
                f"台帳の {self.versions} 版は、証跡のとおりです"
                f"（決裁の証跡にあるもの {self.listed}、一括登録 {self.loaded}）。",
            )
        rest = (f"ほかに {self.more} 件あります。",) if self.more else ()
        return (*self.differences, *rest)


@dataclass(slots=True)
class _Findings:
    named: list[str] = field(default_factory=list)
    more: int = 0

    def add(self, sentence: str) -> None:
        if len(self.named) < NAMED:
            self.named.append(sentence)
        else:
            self.more += 1


def verify_digests(*, progress: Callable[[int], None] | None = None) -> DigestReport:
    """Compare the whole register with the trail, in batches; `progress` hears how many versions each brought.

    Work may go on meanwhile: an entry is visible only together with the versions that it lists.
    """
    findings = _Findings()
    listed = sum(_check_listed(part, findings) for part in _parts(listings()))
    known_loads = loads(REGISTER_LOADED.code)
    loaded = sum(_check_load(load, findings) for load in known_loads)
    versions = 0
    for persons in _person_batches():
        count = _check_covered(persons, known_loads, findings)
        versions += count
        if progress:
            progress(count)
    return DigestReport(versions, listed, loaded, tuple(findings.named), findings.more)


def _parts(entries: Iterator[Listing]) -> Iterator[list[Listing]]:
    while part := list(islice(entries, BATCH)):
        yield part


def _check_listed(part: list[Listing], findings: _Findings) -> int:
    wanted = {key: (entry.seq, said) for entry in part for key, said in entry.versions.items()}
    rows = Version.objects.filter(key__in=list(wanted)).select_related("change")
    found = {row.key: row for row in rows}
    for key, (seq, said) in wanted.items():
        row = found.get(key)
        if row is None:
            findings.add(f"証跡 {seq} が書いた版 {key} が台帳にありません。")
        elif row.digest() != said:
            findings.add(f"版 {key} が、証跡 {seq} で書いたときと違います。")
    return len(wanted)


def _check_load(load: LoadListing, findings: _Findings) -> int:
    """Rows said again later begin after the entry: only those that the load brought are taken."""
    whole = hashlib.sha256()
    count = 0
    rows = (
        Version.objects.filter(
            person__atena_number__range=(load.first_atena_number, load.last_atena_number),
            change__migrated=True,
            recorded__startswith__lt=load.at,
        )
        .select_related("change")
        .order_by("person__atena_number", "history_number", "recorded__startswith")
        .iterator(chunk_size=BATCH)
    )
    for row in rows:
        whole.update(version_line(row.key, row.digest()))
        count += 1
    if (count, whole.hexdigest()) != (load.count, load.digest):
        findings.add(
            f"証跡 {load.seq} の一括登録（{load.count} 版）が、今の台帳（{count} 版）と合いません。"
        )
    return count


def _person_batches() -> Iterator[list[tuple[UUID, str]]]:
    last = Person.objects.aggregate(last=Max("atena_number"))["last"] or ""
    after = ""
    while True:
        rows = list(
            Person.objects.filter(atena_number__gt=after, atena_number__lte=last)
            .order_by("atena_number")
            .values_list("key", "atena_number")[:BATCH]
        )
        if not rows:
            return
        yield rows
        after = rows[-1][1]


def _check_covered(
    persons: Sequence[tuple[UUID, str]], known_loads: Sequence[LoadListing], findings: _Findings
) -> int:
    keys = [key for key, _ in persons]
    atena = dict(persons)
    # The register first, the trail after it: a version written in between is listed, never missed.
    rows = list(
        Version.objects.filter(person__in=keys)
        .select_related("change")
        .order_by("person_id", "history_number", "recorded__startswith", "key")
    )
    listed = listed_about(keys)
    for row in rows:
        if row.key not in listed and not _is_loaded(row, atena[row.person_id], known_loads):
            findings.add(f"版 {row.key} を書いた証跡がありません。")
    return len(rows)


def _is_loaded(row: Version, atena_number: str, known_loads: Sequence[LoadListing]) -> bool:
    return row.change.migrated and any(
        load.first_atena_number <= atena_number <= load.last_atena_number
        and row.recorded.lower < load.at
        for load in known_loads
    )
