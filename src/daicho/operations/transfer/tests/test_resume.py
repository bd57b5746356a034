"""An import that was broken off goes on where it stood; nothing is judged twice, and nothing comes in twice."""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import clone
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict

from daicho.foundation.staff.access import system_access
from daicho.kernel.access import Purpose
from daicho.kernel.errors import Unavailable
from daicho.operations.environment import COMMANDS, python
from daicho.operations.postgres import Cluster
from daicho.operations.transfer import checking, loading, work
from daicho.operations.transfer.blocks import Block, blocks, read_heading
from daicho.operations.transfer.layout import RESIDENTS
from daicho.operations.transfer.profile import OURS
from daicho.operations.transfer.tests.conftest import Exported, begun, quiet
from daicho.registers.residents.load import Prepared
from daicho.registers.residents.models import Person, Version

SMALL = 60_000


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks so small that a little town has many."""
    monkeypatch.setattr(
        checking, "blocks", lambda path, heading, *, key: blocks(path, heading, key=key, size=SMALL)
    )


def test_blocks_are_whole_people_and_the_whole_file(town: Exported) -> None:
    path = town.folder / RESIDENTS.name
    with path.open("rb") as stream:
        heading = read_heading(stream, file=RESIDENTS, profile=OURS)
    cut = list(blocks(path, heading, key=0, size=SMALL))
    assert len(cut) > 5
    whole = path.read_bytes()
    assert b"".join(b.content for b in cut) == whole[heading.first_byte :]
    assert [whole[b.begins : b.ends] for b in cut] == [b.content for b in cut]
    people = [{r.split(b",")[0] for r in b.content.split(b"\n") if r[:1].isdigit()} for b in cut]
    assert not set.intersection(people[0], people[1])
    assert list(blocks(path, heading, key=0, size=SMALL)) == cut
    assert [b.first_line for b in cut] == [
        2 + whole[heading.first_byte : b.begins].count(b"\n") for b in cut
    ]


@pytest.mark.usefixtures("small_blocks")
def test_pieces_that_are_there_are_not_made_again(
    town: Exported, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    del empty
    made: list[int] = []
    real = work.make_piece

    def broken(block: Block) -> Path:
        if len(made) == 3:
            raise KeyboardInterrupt
        made.append(block.number)
        return real(block)

    monkeypatch.setattr(work, "make_piece", broken)
    run, means = begun(town)
    with pytest.raises(KeyboardInterrupt):
        checking.check(run, means, step=quiet)
    assert len(run.pieces(RESIDENTS)) == 3
    again, means = begun(town, again=True)
    assert again.key == run.key
    made.clear()

    def counted(block: Block) -> Path:
        made.append(block.number)
        return real(block)

    monkeypatch.setattr(work, "make_piece", counted)
    verdict, found = checking.check(again, means, step=quiet)
    assert not found
    assert min(made) == 0  # the numbers' own first block
    assert made.count(0) == 1
    assert sorted(made)[1] == 3
    loading.load_run(system_access(Purpose.BATCH, job="import"), again, verdict, means, step=quiet)
    assert Version.objects.count() == verdict.files[RESIDENTS.code].taken


@pytest.mark.usefixtures("small_blocks")
def test_a_load_that_breaks_off_leaves_nothing_and_is_taken_up(
    town: Exported, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    del empty
    run, means = begun(town)
    verdict, _ = checking.check(run, means, step=quiet)
    checking.save_verdict(run, verdict)
    real = loading._batches

    def broken(*given: object) -> Iterator[Prepared]:
        for number, batch in enumerate(real(*given)):  # type: ignore[arg-type]
            if number == 4:
                raise KeyboardInterrupt
            yield batch

    monkeypatch.setattr(loading, "_batches", broken)
    system = system_access(Purpose.BATCH, job="import")
    with pytest.raises(KeyboardInterrupt):
        loading.load_run(system, run, verdict, means, step=quiet)
    assert not Person.objects.exists()
    monkeypatch.setattr(loading, "_batches", real)
    again, means = begun(town, again=True)
    assert again.checked
    assert checking.read_verdict(again) == verdict
    loading.load_run(system, again, checking.read_verdict(again), means, step=quiet)
    assert Person.objects.count() == verdict.people.taken


@pytest.mark.usefixtures("small_blocks")
def test_a_gap_that_a_kill_left_between_pieces_is_filled(town: Exported, empty: str) -> None:
    del empty
    run, means = begun(town)
    whole, _ = checking.check(run, means, step=quiet)
    run.pieces(RESIDENTS)[2].unlink()
    again, means = begun(town, again=True)
    assert checking.check(again, means, step=quiet)[0] == whole


def test_pieces_say_nothing_to_who_has_not_their_key_and_go_with_the_load(
    town: Exported, empty: str
) -> None:
    del empty
    run, means = begun(town)
    verdict, _ = checking.check(run, means, step=quiet)
    with (town.folder / RESIDENTS.name).open(encoding="utf-8", newline="") as stream:
        person = next(csv.DictReader(stream))
    pieces = b"".join(path.read_bytes() for path in run.folder.glob("*.piece"))
    for item in ("氏名のフリガナ", "住所", "宛名番号", "世帯番号"):
        assert person[item]
        assert person[item].encode() not in pieces
    state = (run.folder / "run.json").read_text(encoding="utf-8")
    assert run.pieces_key(means.keys).hex() not in state
    loading.load_run(system_access(Purpose.BATCH, job="import"), run, verdict, means, step=quiet)
    assert not list(run.folder.glob("*.piece"))
    assert '"sealed": ""' in (run.folder / "run.json").read_text(encoding="utf-8")


def test_a_piece_that_was_changed_is_not_loaded(town: Exported, empty: str) -> None:
    del empty
    run, means = begun(town)
    checking.check(run, means, step=quiet)
    path = run.pieces(RESIDENTS)[0]
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(Unavailable, match="小分け"):
        checking.store_of(run, means).rows(path)


def test_two_processes_find_what_one_finds(town: Exported, empty: str) -> None:
    del empty
    run, means = begun(town)
    alone, _ = checking.check(run, means, step=quiet)
    for path in run.folder.glob("*.piece"):
        path.unlink()
    together = checking.Means(
        profile=OURS, keys=means.keys, identities=means.identities, processes=2
    )
    both, found = checking.check(run, together, step=quiet)
    assert not found
    assert both == alone


def _daicho(
    cluster: Cluster, database: str, role: str, *words: str
) -> subprocess.CompletedProcess[str]:
    info = conninfo_to_dict(cluster.dsn(role, database=database))
    told = {
        "DAICHO_HOME": str(settings.HOME),
        "DAICHO_DATABASE_URL": f"postgres://{str(info['host']).replace('/', '%2F')}:{info['port']}/{database}",
        "DAICHO_DATABASE_PASSWORD": str(info["password"]),
        "DJANGO_SETTINGS_MODULE": "daicho.config.settings.core",
    }
    return subprocess.run(
        python("-m", COMMANDS, *words),
        env=os.environ | told,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.proves("STD-10.6/m2")
def test_the_commands_from_end_to_end(
    town: Exported, cluster: Cluster, template: str, django_db_blocker: object, tmp_path: Path
) -> None:
    secret = tmp_path / "identity.txt"
    secret.write_text(f"# 秘密鍵\n{town.identity}\n")
    secret.chmod(0o600)
    with django_db_blocker.unblock(), clone(cluster, template) as name:  # type: ignore[attr-defined]
        checked = _daicho(
            cluster,
            name,
            "loader",
            "import",
            str(town.folder),
            "--identity",
            str(secret),
            "--check",
        )
        assert checked.returncode == 0, checked.stdout + checked.stderr
        assert "誤りはありません" in checked.stdout
        done = _daicho(
            cluster, name, "loader", "import", str(town.folder), "--identity", str(secret)
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "取り込みました" in done.stdout
        twice = _daicho(
            cluster, name, "loader", "import", str(town.folder), "--identity", str(secret)
        )
        assert twice.returncode == 1
        assert "既に取り込まれています" in twice.stderr
        to = str(town.identity.to_public())
        out = _daicho(cluster, name, "app", "export", str(tmp_path / "out"), "--recipient", to)
        assert out.returncode == 0, out.stdout + out.stderr
        assert (tmp_path / "out" / RESIDENTS.name).exists()
        refused = _daicho(cluster, name, "app", "export", str(tmp_path / "out"), "--recipient", to)
        assert refused.returncode == 1
        bare = _daicho(cluster, name, "app", "export", str(tmp_path / "bare"))
        assert bare.returncode == 2
        assert not (tmp_path / "bare").exists()
