"""A 市町村CS brought back from its backup (復元) while the country had gone on: nothing doubled, what is missing is said and mended.

Real processes and databases; minutes: only with `--long`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import uuid4

import pytest

from daicho.foundation.vault import keys
from daicho.operations.backup import bring_back, keep
from daicho.operations.cli.keys import KEPT, KEPT_OF_LINES
from tests.towns.country import Installation, SmallCountry, small_country
from tests.towns.stores import differences, settled

pytestmark = pytest.mark.long
PASSPHRASE = "試験のための、とても長い合言葉"


def brought_back(cs: Installation, *, backup: Path, sealed: str) -> None:
    """The machine is lost; another takes its place, with the backup and the keys alone."""
    cs.close()
    home = cs.seat.home
    shutil.rmtree(home.root)
    bring_back(home, backup=backup)
    assert keys.restore(home.root, sealed, passphrase=PASSPHRASE)
    cs.cluster.start()
    cs.open()
    cs.ask("migrate")
    cs.hear()


def move(country: SmallCountry, person: str, banchi: str) -> None:
    country.register("fukushima").do("acts.move", case=str(uuid4()), people=[person], banchi=banchi)


def test_a_cs_goes_on_from_its_backup(tmp_path: Path) -> None:
    with small_country() as country:
        register, cs = country.register("fukushima"), country.cs("fukushima")
        register.do("acts.fill", start=1_000_000, count=50)
        (person,) = register.do(
            "acts.settle", case=str(uuid4()), surname="復元", kana="フクゲン", size=1, banchi="3-1"
        )
        country.until(lambda: settled(country), what="転入")
        keep(cs.seat.home, to=tmp_path / "backup")
        sealed = keys.backup(cs.seat.home.root, (*KEPT, *KEPT_OF_LINES), passphrase=PASSPHRASE)
        held, heard = cs.do("cs_holding.versions"), cs.do("passing.received")
        move(country, person, "3-2")
        country.until(lambda: settled(country), what="控えの後の転居")

        brought_back(cs, backup=tmp_path / "backup", sealed=sealed)
        assert cs.do("cs_holding.versions") == held
        assert cs.do("passing.received") == heard
        assert differences(country) != []

        move(country, person, "3-3")
        country.until(lambda: cs.do("passing.waiting")["early"] == 2, what="欠けた電文")
        assert cs.do("restored_acts.pass_over_missing") == 2
        told: list[str] = []

        def agreed() -> bool:
            told.extend(register.do("restored_acts.make_refused_anew"))
            return settled(country) and differences(country) == []

        country.until(agreed, what="控えの後の電文")
        assert told == ["order.used"] * 2
        numbers = [row["sequence"] for row in cs.do("cs_holding.versions")]
        assert numbers == sorted(set(numbers))
