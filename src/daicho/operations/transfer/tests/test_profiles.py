"""Another system's layout: read by a profile, written by a profile, and told in the five tables of the layout."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pyrage
import pytest
from conftest import clone, connect_as

from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.access import system_access
from daicho.foundation.vault.public import NumberKind, find, ring
from daicho.kernel.access import Access, Purpose
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER
from daicho.kernel.errors import Conflict, Invalid, Refused, Unavailable
from daicho.operations.home import CHECKOUT
from daicho.operations.postgres import Cluster
from daicho.operations.transfer.exporting import export
from daicho.operations.transfer.layout import FILES, MANIFEST, NUMBERS, RESIDENTS
from daicho.operations.transfer.profile import OURS, Profile, read_profile
from daicho.operations.transfer.run import sha256_of
from daicho.operations.transfer.sealed import identities, recipient
from daicho.operations.transfer.tests.conftest import Exported, exported_to, quiet, taken_over
from daicho.operations.transfer.values import Memory
from daicho.registers.residents.models import HouseholdNumber, Person, Version
from daicho.registers.residents.selectors.verify_digests import verify_digests

EXAMPLE = CHECKOUT / "specs" / "profiles" / "import-example.toml"
HEADS = [
    "ATENA_NO",
    "RIREKI_NO",
    "YUKO_FROM",
    "YUKO_TO",
    "JOTAI",
    "IDO_JIYU",
    "IDO_YMD",
    "TODOKE_YMD",
    "SHORI_NICHIJI",
    "JUMIN_KBN",
    "SHIMEI",
    "SHIMEI_KANA",
    "SEINEN_YMD",
    "SEIBETSU",
    "SETAI_NO",
    "NUSHI_SHIMEI",
    "TSUZUKIGARA",
    "KISAI_JUNI",
    "HONSEKI",
    "HITTOSHA",
    "JUSHO",
    "KATAGAKI",
    "JUTEI_YMD",
    "JUMIN_YMD",
    "SHOJO_KBN",
    "SHOJO_YMD",
]
MINE = INDIVIDUAL_NUMBER.number("00000000901")
LINES = (
    "11,1,20200401,20210501,0,01,20200401,20200405,2020-04-05 10:00:00,0,見本　太郎,ミホン　タロウ,3550101,1,21,"
    "見本　太郎,世帯主,1,福島県架空町1番地,見本　太郎,架空市見本町1番地,,20200401,20200401,,",
    "11,2,20210501,,0,03,20210501,20210503,2021-05-03 10:00:00,0,見本　太郎,ミホン　タロウ,3550101,1,21,"
    "見本　太郎,世帯主,1,福島県架空町1番地,見本　太郎,架空市見本町2番地,,20210501,20200401,,",
    "12,1,20200401,20220300,0,01,20200401,20200405,2020-04-05 10:00:00,0,見本　ハナ,ミホン　ハナ,3200500,2,21,"
    "見本　太郎,母,2,福島県架空町1番地,見本　太郎,架空市見本町1番地,,20200401,20200401,,",
)


@pytest.fixture
def foreign(tmp_path: Path) -> Exported:
    """The files of an invented other system, in its own words."""
    identity = pyrage.x25519.Identity.generate()
    folder = tmp_path / "theirs"
    folder.mkdir()
    lines = [LINES[0], LINES[1], LINES[2].replace("20220300", "")]
    (folder / "JUMIN.csv").write_text("\n".join([",".join(HEADS), *lines, ""]), encoding="utf-8")
    numbers = f"ATENA_NO,KOJIN_BANGO\n11,{MINE}\n12,{INDIVIDUAL_NUMBER.number('00000000902')}\n"
    sealed = pyrage.encrypt(numbers.encode(), [identity.to_public()])
    (folder / "BANGO.csv.age").write_bytes(sealed)
    return Exported(folder, identity)


def test_another_systems_residents_come_in_by_its_profile(
    foreign: Exported, empty: str, cluster: Cluster
) -> None:
    taken_over(foreign, profile=read_profile(EXAMPLE))
    assert list(Person.objects.order_by("atena_number").values_list("atena_number", flat=True)) == [
        "0000000011",
        "0000000012",
    ]
    first, second = Version.objects.filter(person__atena_number="0000000011").order_by(
        "history_number"
    )
    assert (first.valid.upper, second.valid.lower, second.valid.upper) == (
        date(2021, 5, 1), date(2021, 5, 1), None,
    )  # fmt: skip
    own = first.particulars()
    assert own.sex == "male"
    assert own.birth_date.encode() == "S55.1.1|和|exact|1980-01-01"
    assert first.change.migrated
    mother = Version.objects.get(person__atena_number="0000000012")
    assert mother.particulars().birth_date.display() == "昭和20年5月 日不詳"
    # A household that no file lists is among those given out, and its number is not given again.
    assert HouseholdNumber.objects.get().number == "0000000021"
    assert find(NumberKind.INDIVIDUAL, str(MINE)) == own.individual_number_ref
    connect_as(cluster, "app", empty)
    assert verify_digests().intact


@pytest.mark.proves("STD-10.6/m2")
def test_the_five_tables_say_what_is_in_the_files(town: Exported) -> None:
    """移行ファイル構成表・関連図・データ項目一覧表・コード構成表・コード一覧: compared with the files themselves."""
    tables = {
        path.stem: list(csv.DictReader(path.open(encoding="utf-8")))
        for path in (town.folder / "layout").iterdir()
    }
    assert set(tables) == {
        "移行ファイル構成表",
        "関連図",
        "データ項目一覧表",
        "コード構成表",
        "コード一覧",
    }
    listed = {row["ファイル"]: row for row in tables["移行ファイル構成表"]}
    assert set(listed) == {f.name for f in FILES}
    outside = {name for name, row in listed.items() if row["区分"] == "レイアウト外"}
    assert {
        "memos.csv",
        "suppressions.csv",
        "measures.csv",
        "notice_wishes.csv",
        "code_tables.csv",
    } == outside
    codes = {(r["コード表"], r["コード"]) for r in tables["コード一覧"]}
    for file in FILES:
        if file is NUMBERS:
            continue
        rows = list(csv.reader((town.folder / file.name).open(encoding="utf-8", newline="")))
        items = [r for r in tables["データ項目一覧表"] if r["ファイル"] == file.name]
        assert rows[0] == [r["見出し"] for r in items]
        assert len(rows) - 1 == int(listed[file.name]["件数"]) > 0
        memory = Memory(file.columns, today=date(2999, 1, 1))
        for row in rows[1:]:
            assert not [v for v in memory.read(row) if type(v).__name__ == "Bad"]
            for value, item in zip(row, items, strict=True):
                assert len(value) <= int(item["桁"])
                assert not value or not item["コード表"] or (item["コード表"], value) in codes
    links = {(r["ファイル"], r["項目"], r["参照するファイル"]) for r in tables["関連図"]}
    assert (RESIDENTS.name, "個人番号の参照", NUMBERS.name) in links


def test_the_manifest_and_the_trail_say_what_left(town: Exported) -> None:
    told = json.loads((town.folder / MANIFEST).read_text(encoding="utf-8"))
    for name, said in told["files"].items():
        assert said["sha256"] == sha256_of(town.folder / name)
    assert all(p.stat().st_mode & 0o077 == 0 for p in town.folder.glob("*.csv*"))
    numbers = pyrage.decrypt((town.folder / NUMBERS.name).read_bytes(), [town.identity]).decode()
    digits = [row[2] for row in csv.reader(io.StringIO(numbers))][1:]
    assert digits
    assert len(digits) == told["files"][NUMBERS.name]["lines"]
    everything = b"".join(p.read_bytes() for p in town.folder.rglob("*") if p.is_file())
    words = set(re.findall(rb"[0-9]{11,12}", everything))
    assert not words & {d.encode() for d in digits}


@pytest.mark.proves("STD-10.6/m3")
def test_the_register_leaves_in_whatever_layout_a_profile_says(
    town: Exported, cluster: Cluster, template: str, django_db_blocker: object, tmp_path: Path
) -> None:
    """A new edition of the layout is a file beside the program: other names and codes, nothing lost, read back by it."""
    newer = tmp_path / "newer.toml"
    newer.write_text(
        'name = "次の版"\n[files.residents]\nfile = "JUKI.csv"\n[files.residents.columns]\n"氏名" = "NAME"\n'
        '[files.residents.codes."性別"]\n"1" = "male"\n"2" = "female"\n',
        encoding="utf-8",
    )
    profile = read_profile(newer)
    with django_db_blocker.unblock(), clone(cluster, template) as name:  # type: ignore[attr-defined]
        connect_as(cluster, "loader", name)
        taken_over(town)
        connect_as(cluster, "app", name)
        newest = exported_to(tmp_path / "newest", town.identity, profile)
        assert Entry.objects.filter(kind="residents.exported", number_shown=True).exists()
    rows = list(csv.DictReader((newest.folder / "JUKI.csv").open(encoding="utf-8", newline="")))
    assert {r["性別"] for r in rows} <= {"1", "2", ""}
    assert all(r["NAME"] or r["住民種別"] == "foreign" for r in rows)
    with django_db_blocker.unblock(), clone(cluster, template) as name:  # type: ignore[attr-defined]
        connect_as(cluster, "loader", name)
        assert taken_over(newest, profile=profile).counts["residents_version"] == len(rows)


WRONG = (
    "not toml",
    'dates = "ymd"',
    "[files.people]",
    '[files.residents.columns]\n"名前" = "NAME"',
    '[files.residents.codes."性別"]\n"1" = "男"',
    "[files.residents]\nextra = 1",
)


@pytest.mark.parametrize("text", WRONG)
def test_a_profile_with_a_mistake_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid):
        read_profile(path)


def test_an_export_is_refused_whole(
    tmp_path: Path, fresh_database: str, clerk: Access, cluster: Cluster
) -> None:
    del fresh_database, cluster
    identity = pyrage.x25519.Identity.generate()
    system = system_access(Purpose.BATCH, job="export")

    def attempt(access: Access, profile: Profile = OURS) -> None:
        export(
            access,
            tmp_path / "out",
            recipient=identity.to_public(),
            keys=ring(),
            profile=profile,
            step=quiet,
        )

    with pytest.raises(Invalid, match="書き出せません"):
        attempt(system, Profile(name="x", dates="yyyymmdd"))
    with pytest.raises(Refused):
        attempt(clerk)
    assert not list(tmp_path.iterdir())
    (tmp_path / "out").mkdir()
    with pytest.raises(Conflict):
        attempt(system)
    with pytest.raises(Invalid):
        recipient("ssh-ed25519 AAAA")


def test_a_secret_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "identity"
    path.write_text(str(pyrage.x25519.Identity.generate()))
    path.chmod(0o644)
    with pytest.raises(Unavailable):
        identities(path)
    path.chmod(0o600)
    assert identities(path)
    path.write_text("AGE-SECRET-KEY-1NOTHING")
    with pytest.raises(Invalid):
        identities(path)
