"""Backup: everything but what may be in none; restored whole, never over what is there."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from daicho.kernel.errors import Conflict, Invalid, Unavailable
from daicho.operations.backup import back_up, restore
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
