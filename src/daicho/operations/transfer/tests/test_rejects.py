"""Everything wrong is named by line, item and reason; who is left out is left out whole; the sums agree."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from conftest import connect_as
from django.conf import settings
from django.db import connection

from daicho.foundation.staff.access import system_access
from daicho.foundation.vault.public import NumberKind, find
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Conflict, Invalid, Refused, Unavailable
from daicho.operations.postgres import Cluster
from daicho.operations.transfer import checking, loading, report
from daicho.operations.transfer.layout import HOUSEHOLDS, MANIFEST, MEMOS, NUMBERS, RESIDENTS
from daicho.operations.transfer.profile import OURS
from daicho.operations.transfer.run import Run
from daicho.operations.transfer.tests.conftest import Exported, begun, quiet
from daicho.registers.residents.models import Person, Version
from daicho.registers.residents.selectors.verify_digests import verify_digests

Rows = list[dict[str, str]]
HERE = {"履歴の状態": "present", "有効終了日": "", "記録終了日時": ""}


def read(folder: Path, name: str) -> Rows:
    text = (folder / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def write(folder: Path, name: str, rows: Rows) -> None:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    (folder / name).write_text(out.getvalue(), encoding="utf-8")


@pytest.fixture
def copied(town: Exported, tmp_path: Path) -> Exported:
    """The town's files, to be spoilt."""
    folder = tmp_path / "copy"
    shutil.copytree(town.folder, folder)
    (folder / MANIFEST).unlink()
    return Exported(folder, town.identity)


def judged(source: Exported) -> tuple[Run, checking.Means, checking.Verdict, list[checking.Found]]:
    run, means = begun(source)
    verdict, found = checking.check(run, means, step=quiet)
    return run, means, verdict, found


def present(rows: Rows, *, alone: bool = False, but: frozenset[str] = frozenset()) -> int:
    """The place of a row that is true today; `alone`: of the only member of a household."""
    here = [i for i, r in enumerate(rows) if all(r[k] == v for k, v in HERE.items())]
    homes = [rows[i]["世帯番号"] for i in here]
    return next(
        i
        for i in here
        if (homes.count(rows[i]["世帯番号"]) == 1) == alone and rows[i]["宛名番号"] not in but
    )


SPOILT: tuple[tuple[str, str, str, str], ...] = (
    ("世帯主との続柄", "長男", "世帯主との続柄", "続柄に使えない語です"),
    ("生年月日", "平成31年13月1日", "生年月日", ""),
    ("生年月日", "", "生年月日", "値がありません"),
    ("氏名", "見本\ue000　太郎", "氏名", "私用領域の文字"),
    ("住所", "架空市㐧一番地\u3400\U000e01ef", "住所", "文字情報基盤にない字です"),
    ("氏名のフリガナ", "みほん", "氏名のフリガナ", ""),
    ("性別", "男", "性別", "コード一覧にないコードです"),
    ("異動事由", "転入", "異動事由", "コード一覧にないコードです"),
    ("市区町村コード", "999999", "市区町村コード", "市区町村がありません"),
    ("有効開始日", "2020-02-30", "有効開始日", "日付"),
    ("処理日時", "2199-01-01 00:00:00", "処理日時", "まだ来ていない"),
    ("履歴番号", "0", "履歴番号", "1以上"),
    ("選挙人名簿への登録", "2", "選挙人名簿への登録", "0 か 1"),
    ("住民状態", "dead", "住民状態", "履歴の状態（現存）と合いません"),
)


@pytest.mark.parametrize(("item", "value", "named", "why"), SPOILT)
def test_a_wrong_value_is_named_and_not_repeated(
    copied: Exported, empty: str, item: str, value: str, named: str, why: str
) -> None:
    del empty
    rows = read(copied.folder, RESIDENTS.name)
    place = present(rows, alone=True)
    rows[place][item] = value
    write(copied.folder, RESIDENTS.name, rows)
    _, _, verdict, found = judged(copied)
    own = [r for file, r in found if file is RESIDENTS]
    assert own
    assert (own[0].atena_number, own[0].item) == (rows[place]["宛名番号"], named)
    assert why in own[0].reason
    assert verdict.left_out == [rows[place]["宛名番号"]]
    if value:
        assert value not in own[0].reason


def test_the_household_goes_with_its_member_and_the_rest_is_loaded(
    copied: Exported, empty: str, cluster: Cluster, tmp_path: Path
) -> None:
    rows = read(copied.folder, RESIDENTS.name)
    place = present(rows)
    rows[place]["性別"] = "x"
    home = rows[place]["世帯番号"]
    members = {
        r["宛名番号"]
        for r in rows
        if all(r[k] == v for k, v in HERE.items()) and r["世帯番号"] == home
    }
    write(copied.folder, RESIDENTS.name, rows)
    run, means, verdict, found = judged(copied)
    assert set(verdict.left_out) == members
    assert len(members) > 1
    everybody = {r["宛名番号"] for r in rows}
    assert (verdict.people.in_file, verdict.people.out) == (len(everybody), len(members))
    loading.load_run(system_access(Purpose.BATCH, job="import"), run, verdict, means, step=quiet)
    assert set(Person.objects.values_list("atena_number", flat=True)) == everybody - members
    versions = [r for r in rows if r["宛名番号"] not in members]
    assert Version.objects.count() == len(versions) == verdict.files[RESIDENTS.code].taken
    for tally in (verdict.people, *verdict.files.values()):
        assert tally.in_file == tally.taken + tally.out
    report.write_report(tmp_path / "told", run, verdict, found, profile=OURS)
    lines = list(csv.reader((tmp_path / "told" / report.REJECTS).open(encoding="utf-8-sig")))
    assert lines[1][:4] == [RESIDENTS.name, str(place + 2), rows[place]["宛名番号"], "性別"]
    told = json.loads((tmp_path / "told" / report.REPORT).read_text())
    assert sum(s["taken"] + s["out"] for s in told["standings"]) == len(everybody)
    connect_as(cluster, "app", empty)
    assert verify_digests().intact


def test_two_heads_overlaps_and_gaps_are_found(copied: Exported, empty: str) -> None:
    del empty
    rows = read(copied.folder, RESIDENTS.name)
    member = next(
        i for i, r in enumerate(rows)
        if all(r[k] == v for k, v in HERE.items()) and r["世帯主との続柄"] == "妻"
    )  # fmt: skip
    rows[member]["世帯主との続柄"] = "世帯主"
    other = present(rows, alone=True, but=frozenset({rows[member]["宛名番号"]}))
    doubled = dict(rows[other], 履歴番号=str(int(rows[other]["履歴番号"]) + 1))
    rows.insert(other + 1, doubled)
    write(copied.folder, RESIDENTS.name, rows)
    _, _, verdict, found = judged(copied)
    whys = {(r.atena_number, r.item): r.reason for _, r in found}
    atena = next(a for a, item in whys if item == "世帯主との続柄")
    assert "世帯主が二人" in whys[atena, "世帯主との続柄"]
    assert "有効期間が重なります" in whys[rows[other]["宛名番号"], "有効開始日"]
    assert {rows[other]["宛名番号"], atena} <= set(verdict.left_out)


def test_people_out_of_order_and_twice_are_left_out(copied: Exported, empty: str) -> None:
    del empty
    rows = read(copied.folder, RESIDENTS.name)
    numbers = sorted({r["宛名番号"] for r in rows})
    first = [r for r in rows if r["宛名番号"] == numbers[0]]
    write(copied.folder, RESIDENTS.name, [*rows, first[0]])
    _, _, verdict, found = judged(copied)
    assert numbers[0] in verdict.left_out
    assert any("続いていません" in r.reason for _, r in found)
    assert verdict.people.in_file == verdict.people.taken + verdict.people.out


def test_numbers_that_are_wrong_or_anothers_leave_their_people_out(
    copied: Exported, empty: str
) -> None:
    rows = read(copied.folder, RESIDENTS.name)
    path = copied.folder / NUMBERS.name
    text = pyrage.decrypt(path.read_bytes(), [copied.identity]).decode()
    lines = [line.split(",") for line in text.splitlines()]
    held = [r for r in rows if r["個人番号の参照"] and all(r[k] == v for k, v in HERE.items())]
    wrong, gone = (r["個人番号の参照"] for r in (held[0], held[-1]))
    for line in lines:
        if line[0] == wrong:
            line[2] = f"{line[2][:-1]}{(int(line[2][-1]) + 1) % 10}"
            digits = line[2]
    lines = [line for line in lines if line[0] != gone]
    sealed = "".join(",".join(line) + "\n" for line in lines).encode()
    path.write_bytes(pyrage.encrypt(sealed, [copied.identity.to_public()]))
    run, means, verdict, found = judged(copied)
    assert {held[0]["宛名番号"], held[-1]["宛名番号"]} <= set(verdict.left_out)
    assert not any(digits in str(r.reason) for _, r in found)
    assert not any(digits.encode() in p.read_bytes() for p in run.folder.iterdir())
    loading.load_run(system_access(Purpose.BATCH, job="import"), run, verdict, means, step=quiet)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM vault_number")
        assert cursor.fetchone() == (verdict.files[NUMBERS.code].taken,)
    assert find(NumberKind.INDIVIDUAL, digits) is None
    assert empty


def test_a_memo_of_nobody_and_a_household_twice_are_lines_of_their_own(
    copied: Exported, empty: str
) -> None:
    del empty
    memos, homes = read(copied.folder, MEMOS.name), read(copied.folder, HOUSEHOLDS.name)
    memos[0]["宛名番号"] = "9999999990"
    write(copied.folder, MEMOS.name, memos)
    write(copied.folder, HOUSEHOLDS.name, [*homes, homes[0]])
    _, _, verdict, found = judged(copied)
    said = {(file.code, r.line): r.reason for file, r in found}
    assert "住民票のない人" in said["memos", 2]
    assert "二度" in said["households", len(homes) + 2]
    assert verdict.files["memos"].out == 1
    assert not verdict.left_out


def test_a_broken_line_is_named(copied: Exported, empty: str) -> None:
    del empty
    path = copied.folder / RESIDENTS.name
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:-1], b"9999999990,1,2", b""]))
    _, _, verdict, found = judged(copied)
    assert "列が 3 あります" in found[0][1].reason
    assert verdict.files[RESIDENTS.code].out == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / RESIDENTS.name).unlink(),
        lambda folder: (folder / RESIDENTS.name).write_text("宛名番号,氏名\n"),
        lambda folder: (folder / RESIDENTS.name).write_bytes("宛名番号".encode("cp932")),
    ],
)
def test_files_that_cannot_be_read_are_refused(
    copied: Exported, empty: str, spoil: Callable[[Path], None]
) -> None:
    del empty
    spoil(copied.folder)
    with pytest.raises(Invalid):
        judged(copied)


def test_what_came_is_compared_with_what_was_sent(town: Exported, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(town.folder, folder)
    with (folder / HOUSEHOLDS.name).open("a") as out:
        out.write("0000000019,2020-01-01 00:00:00+09\n")
    with pytest.raises(Invalid, match=HOUSEHOLDS.name):
        begun(Exported(folder, town.identity))


def test_without_the_right_key_the_numbers_stay_closed(copied: Exported, empty: str) -> None:
    del empty
    stranger = Exported(copied.folder, pyrage.x25519.Identity.generate())
    with pytest.raises(Invalid, match="復号できません"):
        judged(stranger)
    run, means = begun(copied)
    bare = checking.Means(profile=OURS, keys=means.keys, identities=[])
    with pytest.raises(Unavailable, match="鍵"):
        checking.check(run, bare, step=quiet)


def test_only_the_system_imports_and_only_into_an_empty_register(
    town: Exported, empty: str, clerk: Access
) -> None:
    del empty
    run, means = begun(town)
    verdict, _ = checking.check(run, means, step=quiet)
    with pytest.raises(Refused):
        loading.load_run(clerk, run, verdict, means, step=quiet)
    assert not Person.objects.exists()
    checking.save_verdict(run, verdict)
    assert not loading.is_loaded(run)
    system = system_access(Purpose.BATCH, job="import")
    loading.load_run(system, run, verdict, means, step=quiet)
    assert loading.is_loaded(run)
    assert not list(run.folder.glob("*.piece"))
    assert settings.HOME in run.folder.parents
    other, means = begun(town)
    verdict, _ = checking.check(other, means, step=quiet)
    checking.save_verdict(other, verdict)
    assert not loading.is_loaded(other)
    with pytest.raises(Conflict) as refused:
        loading.load_run(system, other, verdict, means, step=quiet)
    assert refused.value.reason_code == "residents.load_into_used"
