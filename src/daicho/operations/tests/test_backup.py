"""Backup: everything but what may be in none; restored whole, never over what is there."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from daicho.kernel.errors import Conflict, Invalid, Unavailable
from daicho.operations.backup import back_up, bring_back, keep, restore
from daicho.operations.home import Home
from daicho.operations.node import CORE, MUNICIPAL_CS, mark, node_of
from daicho.operations.postgres import SUPERUSER, Cluster


@pytest.mark.proves("RET-013")
def test_a_backup_brings_back_everything_but_what_may_be_in_none(
    cluster: Cluster, fresh_database: str, tmp_path: Path
) -> None:
    mark, key = uuid4().bytes, uuid4()
    with psycopg.connect(cluster.dsn(SUPERUSER, database=fresh_database)) as held:
        held.execute(
            "INSERT INTO lines_volatilebody (message, sealed, key_id) VALUES (%s, %s, 'k')",
            [key, mark],
        )
        held.execute(
            "INSERT INTO lines_line (peer, manual, switched_by_name, failures, last_error)"
            " VALUES ('000000:nation', true, '試験', 0, '')"
        )
    file, name = tmp_path / "backup.dump", f"daicho_{uuid4().hex[:12]}"
    back_up(cluster, fresh_database, to=file)
    assert file.stat().st_mode & 0o777 == 0o600
    cluster.create_database(name)
    try:
        restore(cluster, name, backup=file)
        with psycopg.connect(cluster.dsn("app", database=name)) as held:
            assert held.execute("SELECT count(*) FROM lines_volatilebody").fetchone() == (0,)
            assert held.execute("SELECT switched_by_name FROM lines_line").fetchone() == ("試験",)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                held.execute("DELETE FROM lines_line")
        with pytest.raises(Conflict):
            restore(cluster, name, backup=file)
    finally:
        cluster.drop_database(name)
    with pytest.raises(Conflict):
        back_up(cluster, fresh_database, to=file)


def test_what_fails_leaves_nothing_behind(cluster: Cluster, tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        back_up(cluster, "nothing_there", to=tmp_path / "x.dump")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Invalid):
        restore(cluster, "nothing_there", backup=tmp_path / "x.dump")


def furnished(cluster: Cluster) -> Home:
    """A CS with a line, heads of its trail, a secret, and one row."""
    home = cluster.home
    mark(home, MUNICIPAL_CS, town_code="072010")
    cluster.provision()
    (home.root / "lines").mkdir()
    (home.root / "lines" / "lines.json").write_text("{}")
    (home.heads / "heads.jsonl").write_text("old\n")
    home.secret("lines-tls.key")
    with psycopg.connect(cluster.dsn("migrator")) as held:
        held.execute("CREATE TABLE fact (words text)")
        held.execute("INSERT INTO fact VALUES ('控えの前')")
    return home


def test_an_installation_is_kept_and_brought_back_without_its_secrets(
    own_cluster: Cluster, tmp_path: Path
) -> None:
    home = furnished(own_cluster)
    folder = tmp_path / "backup"
    keep(home, to=folder)
    kept = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    assert kept == {
        "database.dump",
        "home/node.json",
        "home/lines/lines.json",
        "home/heads/heads.jsonl",
    }
    assert folder.stat().st_mode & 0o777 == 0o700
    with pytest.raises(Conflict):
        keep(home, to=folder)

    fresh = Home(home.root.parent / f"{home.root.name}-fresh")
    try:
        fresh.ensure()
        (fresh.heads / "heads.jsonl").write_text("newer\n")
        bring_back(fresh, backup=folder)
        assert node_of(fresh) is MUNICIPAL_CS
        assert (fresh.root / "lines" / "lines.json").read_text() == "{}"
        assert (fresh.heads / "heads.jsonl").read_text() == "newer\n"
        assert fresh.read_secret("lines-tls.key") is None
        server = Cluster(fresh)
        with server.running(), psycopg.connect(server.dsn("migrator")) as held:
            assert held.execute("SELECT words FROM fact").fetchone() == ("控えの前",)
        with pytest.raises(Conflict):
            bring_back(fresh, backup=folder)
        mark(fresh, CORE, town_code="072010")
        with pytest.raises(Conflict, match="この置き場のもの"):
            bring_back(fresh, backup=folder)
    finally:
        shutil.rmtree(fresh.root)


def test_what_is_no_backup_makes_no_home(home: Home, tmp_path: Path) -> None:
    fresh = Home(home.root / "fresh")
    with pytest.raises(Invalid):
        bring_back(fresh, backup=tmp_path)
    assert not fresh.root.exists()
    with pytest.raises(Invalid):
        keep(home, to=tmp_path / "nowhere" / "backup")
