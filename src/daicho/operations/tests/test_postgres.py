"""The launcher: who runs the server, how it is reached, and what a kill -9 may not destroy."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from daicho.config.database import connection_info, socket_folder
from daicho.kernel.errors import Conflict, Unavailable
from daicho.operations import processes
from daicho.operations.home import Home
from daicho.operations.postgres import SUPERUSER, Cluster
from daicho.operations.service_user import database_user

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="about the service user of root")


def postmaster(home: Home) -> int:
    return int((home.data / "postmaster.pid").read_text().split("\n", 1)[0])


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 120
    while processes.is_alive(pid):
        assert time.monotonic() < deadline, "still alive"
        time.sleep(0.05)


@pytest.fixture
def stranger() -> Iterator[int]:
    """A living process that is no database."""
    process = subprocess.Popen(["/bin/sleep", "60"])
    yield process.pid
    process.kill()
    process.wait()


def test_reached_by_socket_and_password_alone(own_cluster: Cluster) -> None:
    home = own_cluster.home
    with psycopg.connect(own_cluster.dsn("app", database="town")) as connection:
        shown = [
            connection.execute(f"SHOW {name}").fetchone()
            for name in ("listen_addresses", "fsync", "synchronous_commit", "summarize_wal", "jit")
        ]
        locale = connection.execute(
            "SELECT datlocprovider::text, datlocale FROM pg_database WHERE datname = 'town'"
        ).fetchone()
    assert shown == [("",), ("on",), ("on",), ("on",), ("off",)]
    assert locale == ("b", "C.UTF-8")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(own_cluster.dsn("app", database="town"), password="guess")
    modes = {path.name: path.stat().st_mode & 0o777 for path in home.secrets.iterdir()}
    assert f"{SUPERUSER}.password" in modes
    assert set(modes.values()) == {0o600}
    assert home.secrets.stat().st_mode & 0o777 == 0o700
    assert home.data.stat().st_mode & 0o777 == 0o700


@as_root
def test_as_root_the_service_user_runs_it_and_nothing_above_is_opened(home: Home) -> None:
    above = home.root.parent.stat().st_mode
    server = Cluster(home, durable=False)
    server.start()
    try:
        owner = Path(f"/proc/{postmaster(home)}").stat().st_uid
        assert owner == database_user().uid != 0
        assert home.data.stat().st_uid == owner
        assert home.secrets.stat().st_uid == 0
    finally:
        server.stop()
    assert home.root.parent.stat().st_mode == above


@as_root
def test_as_root_an_unreachable_home_is_a_sentence(home: Home) -> None:
    private = home.root / "private"
    private.mkdir(mode=0o700)
    with pytest.raises(Unavailable, match="置き場"):
        Cluster(Home(private / "town")).launch()
    assert private.stat().st_mode & 0o777 == 0o700


def test_a_long_home_has_one_short_socket_folder_for_good(home: Home) -> None:
    """Whoever was told where the server is finds it there after a restart."""
    long = home.root / ("長い名前" * 12)
    long.mkdir(mode=0o711)
    town = Home(long / "town")
    server = Cluster(town, durable=False)
    folder = socket_folder(town.root)
    try:
        server.start()
        told = server.dsn(SUPERUSER, database="postgres")
        assert len(os.fsencode(folder)) < 94
        assert folder.stat().st_mode & 0o777 == 0o700
        assert connection_info(town.root, "app").host == str(folder)
        os.kill(postmaster(town), signal.SIGKILL)
        server.start()
        psycopg.connect(told).close()
    finally:
        server.stop()
        shutil.rmtree(folder)


def test_a_socket_folder_that_another_has_taken_is_a_sentence(home: Home) -> None:
    long = Home(home.root / ("長い名前" * 12) / "town")
    long.root.parent.mkdir(mode=0o711)
    folder = socket_folder(long.root)
    folder.symlink_to(home.root)  # what a stranger may put there, and rmtree leaves alone
    try:
        with pytest.raises(Unavailable, match="接続口"):
            Cluster(long, durable=False).launch()
    finally:
        folder.unlink()
    assert not long.data.exists()


def test_no_acknowledged_commit_is_lost_when_the_server_is_killed(own_cluster: Cluster) -> None:
    dsn = own_cluster.dsn("migrator", database="town")
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE entry (worker int, number int)")
    acknowledged: list[set[int]] = [set(), set(), set(), set()]

    def write(worker: int) -> None:
        try:
            with psycopg.connect(dsn, autocommit=True) as connection:
                for number in range(1_000_000):
                    connection.execute("INSERT INTO entry VALUES (%s, %s)", (worker, number))
                    acknowledged[worker].add(number)
        except psycopg.OperationalError:
            return

    writers = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for writer in writers:
        writer.start()
    deadline = time.monotonic() + 120
    while sum(map(len, acknowledged)) < 500:
        assert time.monotonic() < deadline, "nothing is written"
        time.sleep(0.05)
    os.kill(postmaster(own_cluster.home), signal.SIGKILL)
    for writer in writers:
        writer.join(120)
    own_cluster.start()
    with psycopg.connect(dsn) as connection:
        rows = set(connection.execute("SELECT worker, number FROM entry").fetchall())
    promised = {(worker, number) for worker, done in enumerate(acknowledged) for number in done}
    assert len(promised) > 100
    assert promised <= rows


def test_a_lock_left_with_a_number_that_lives_again_is_forgotten(
    own_cluster: Cluster, stranger: int
) -> None:
    pid = postmaster(own_cluster.home)
    os.kill(pid, signal.SIGKILL)
    own_cluster.stop()
    lock = own_cluster.home.data / "postmaster.pid"
    lock.write_text("\n".join([str(stranger), *lock.read_text().split("\n")[1:]]))
    own_cluster.start()
    assert own_cluster.answers()
    assert processes.is_alive(stranger)


_STARTER = """
import sys, time
from pathlib import Path
from daicho.operations.home import Home
from daicho.operations.postgres import Cluster
server = Cluster(Home(Path(sys.argv[1])), durable=False)
server.start()
sys.stdout.write("up\\n"); sys.stdout.flush()
time.sleep(60)
"""


def test_the_server_ends_with_whoever_started_it(home: Home) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", _STARTER, str(home.root)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == "up\n"
        pid = postmaster(home)
        starter.kill()
    wait_until_gone(pid)


def test_only_one_process_holds_a_home(home: Home) -> None:
    with home.held():
        assert home.is_held()
        with pytest.raises(Conflict, match="すでに動いています"), home.held():
            pass
    assert not home.is_held()


def test_a_command_uses_the_running_server_or_one_of_its_own(home: Home) -> None:
    server = Cluster(home, durable=False)
    with server.running():
        pid = postmaster(home)
        with Cluster(home).running():
            assert postmaster(home) == pid
    wait_until_gone(pid)
    assert not home.is_held()
