"""PostgreSQL (データベース): the embedded server of one installation, or of one test run.

    cluster = Cluster(home)          # a `Home`; as root, one that the service user reaches
    cluster.start()                  # initdb on first use; also after a kill -9
    cluster.provision()              # roles, database, extensions, default privileges; idempotent
    psycopg.connect(cluster.dsn("app"))
    cluster.stop()

`temporary_cluster()` is the same in a throw-away folder, in memory where there is room, without
fsync. Only a Unix socket and only SCRAM.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from daicho.config.database import PORT, Connection, socket_folder
from daicho.config.throw_away import make_folder
from daicho.kernel.errors import Unavailable
from daicho.operations import processes
from daicho.operations.home import Home
from daicho.operations.node import node_of
from daicho.operations.programs import programs_for
from daicho.operations.provision import LOGIN_ROLES, prepare_database, prepare_roles
from daicho.operations.server_config import HBA, ServerConfig
from daicho.operations.service_user import database_user

SUPERUSER = "postgres"
# Recovery after a crash replays at most a few checkpoints of WAL; a slow disk may need minutes.
_START_SECONDS = 600.0
_ATTEMPTS = 6


class Cluster:
    """One server. `durable=False` gives up safety against power loss, for tests."""

    def __init__(self, home: Home, *, durable: bool = True) -> None:
        self.home = home
        self._durable = durable
        self._run_as = database_user()
        self._process: subprocess.Popen[bytes] | None = None

    # -- life ----------------------------------------------------------------------------------

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server and wait until it answers; `Unavailable` with the log's last lines."""
        for attempt in range(_ATTEMPTS):
            process = self.launch()
            if self.wait_ready(process):
                return process
            # After a kill -9 the old sessions need a moment to leave the shared memory.
            time.sleep(0.5 * (attempt + 1))
        raise Unavailable(
            "データベースを起動できません。",
            why=f"\n{processes.tail(self.log)}\n",
            remedy=f"記録 {self.log} を確かめてください。",
        )

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server's process without waiting for it."""
        self.home.ensure()
        self._check_reach()
        programs = programs_for(self._run_as, home=self.home)
        self._clear_the_way()
        socket_folder = self._make_socket_folder()
        if not self.home.data.exists():
            self._initialise(programs, socket_folder)
        self._write_config(socket_folder)
        self._process = processes.launch(
            [str(programs / "postgres"), "-D", str(self.home.data), self._config_option],
            run_as=self._run_as,
            log=self.log,
            death_signal=signal.SIGINT,
            env=_environment(),
        )
        return self._process

    def wait_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """Wait until the server answers; False when its process has ended or time is up."""
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            if self.answers():
                return True
            time.sleep(0.05)
        return False

    def answers(self) -> bool:
        """Whether the server accepts a connection now; `Unavailable` when our password is not its."""
        try:
            psycopg.connect(self.dsn(SUPERUSER, database="postgres"), connect_timeout=3).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise Unavailable(
                    "データベースに入れません。",
                    why=f"{self.home.secrets} のパスワードが、このデータベースのものと違います。",
                    remedy="secrets を、データと同じ時の控えから戻してください。",
                ) from error
            return False
        return True

    def stop(self) -> None:
        """Stop the server that this object started: sessions are ended, everything is written."""
        if self._process is not None:
            processes.stop(self._process, ask=signal.SIGINT, patience=60)
            self._process = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """The server for the length of one command: the one that runs already, or one of its own."""
        if self.answers():
            yield
            return
        self.home.ensure()
        with self.home.held():
            self.start()
            try:
                yield
            finally:
                self.stop()

    @property
    def log(self) -> Path:
        return self.home.logs / "postgres.log"

    # -- databases -----------------------------------------------------------------------------

    def dsn(self, role: str, *, database: str = "") -> str:
        """The connection string of a role (`postgres` is the superuser), to the node's database unless told."""
        return make_conninfo(
            host=str(socket_folder(self.home.root)),
            port=PORT,
            dbname=database or node_of(self.home).database,
            user=role,
            password=self.home.read_secret(f"{role}.password") or "",
        )

    def provision(self, database: str = "") -> None:
        """Roles (passwords in `secrets/`), the node's database, its privileges; may be run again."""
        database = database or node_of(self.home).database
        self.provision_roles()
        with self._superuser("postgres") as connection:
            found = connection.execute(
                "SELECT FROM pg_database WHERE datname = %s", (database,)
            ).fetchone()
        if found is None:
            self.create_database(database)
        else:
            self._prepare(database)

    def provision_roles(self) -> None:
        """The roles alone, with their passwords in `secrets/`; idempotent."""
        passwords = {role: self.home.secret(f"{role}.password") for role in LOGIN_ROLES}
        with self._superuser("postgres") as connection:
            prepare_roles(connection, passwords=passwords)

    def create_database(self, name: str, *, template: str | None = None) -> None:
        """A database of the migrator's: empty, or a copy of `template` (nobody connected to it)."""
        with self._superuser("postgres") as connection:
            # Copying files is the quicker way, and safe while nobody asks for what a power cut leaves.
            strategy = "WAL_LOG" if self._durable else "FILE_COPY"
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER migrator TEMPLATE {} STRATEGY {}").format(
                    sql.Identifier(name), sql.Identifier(template or "template0"), sql.SQL(strategy)
                )
            )
        self._prepare(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, ending the sessions in it; nothing happens when there is none."""
        with self._superuser("postgres") as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def _prepare(self, database: str) -> None:
        with self._superuser(database) as connection:
            prepare_database(connection)

    def _superuser(self, database: str) -> psycopg.Connection:
        dsn = self.dsn(SUPERUSER, database=database)
        return psycopg.connect(dsn, autocommit=True, options="-c client_min_messages=warning")

    # -- making ready --------------------------------------------------------------------------

    def _check_reach(self) -> None:
        if not self._run_as.reaches(self.home.root):
            raise Unavailable(
                f"置き場 {self.home.root} を使えません。",
                why="サービス用の利用者「daicho」が、途中のフォルダーを通れません。",
                remedy="環境変数 DAICHO_HOME に /var/lib/daicho などを指定してください。",
            )

    def _initialise(self, programs: Path, socket_folder: Path) -> None:
        draft = self.home.root / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._run_as.own(draft)
        password_file = socket_folder / "superuser"
        password_file.unlink(missing_ok=True)
        handle = os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(self.home.secret(f"{SUPERUSER}.password") + "\n")
        self._run_as.own(password_file)
        command = [str(programs / "initdb"), f"--pgdata={draft}", f"--username={SUPERUSER}"]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={password_file}"]
        command += [] if self._durable else ["--no-sync"]
        process = processes.launch(
            command,
            run_as=self._run_as,
            log=self.log,
            death_signal=signal.SIGKILL,
            env=_environment(),
        )
        try:
            if process.wait() != 0:
                raise Unavailable(
                    "データベースを作れません。",
                    why=f"\n{processes.tail(self.log)}\n",
                    remedy="空き容量と、置き場のフォルダーの権限を確かめてください。",
                )
        finally:
            password_file.unlink(missing_ok=True)
        draft.replace(self.home.data)

    def _write_config(self, socket_folder: Path) -> None:
        hba = self.home.run / "pg_hba.conf"
        config = ServerConfig(
            hba=hba,
            local=self.home.root / "postgresql.local.conf",
            socket_folder=socket_folder,
            durable=self._durable,
        )
        for path, text in ((hba, HBA), (self._config_file, config.text())):
            path.write_text(text, encoding="utf-8")
            path.chmod(0o644)

    @property
    def _config_file(self) -> Path:
        return self.home.run / "postgresql.conf"

    @property
    def _config_option(self) -> str:
        return f"--config-file={self._config_file}"

    def _clear_the_way(self) -> None:
        """End a server whose supervisor is gone; forget a lock whose number another one took."""
        pid_file = self.home.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return
        if not Path(f"/proc/{pid}").exists():
            return  # PostgreSQL itself judges such a lock, and whether sessions are left
        # A dead server that nobody has waited for keeps its number, but has no command line any more.
        if self._config_option not in processes.command_line(pid):
            pid_file.unlink()
            return
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + _START_SECONDS
        while processes.is_alive(pid) and time.monotonic() < deadline:
            time.sleep(0.05)

    # -- the socket's folder -------------------------------------------------------------------

    def _make_socket_folder(self) -> Path:
        """The home's own, empty: a lock left in it would be believed, should its number live again.

        One that lies in /tmp stays there when the server stops, so that nobody else can take its name.
        """
        folder = socket_folder(self.home.root)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError as error:
            raise Unavailable(
                f"データベースの接続口 {folder} を作れません。",
                why="同じ名前のものを、別の利用者が置いています。",
                remedy="それを取り除くか、DAICHO_HOME に短い名前の置き場を指定してください。",
            ) from error
        self._run_as.own(folder)
        return folder


@contextmanager
def temporary_cluster() -> Iterator[Cluster]:
    """A throw-away cluster with roles and no databases, reachable as root too; for tests."""
    folder = make_folder(in_memory=True)
    cluster = Cluster(Home(folder), durable=False)
    try:
        cluster.start()
        cluster.provision_roles()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def dsn_of(info: Connection) -> str:
    """The connection string of what the settings would connect to."""
    return make_conninfo(
        host=info.host,
        port=info.port,
        dbname=info.name,
        user=info.user,
        password=info.password,
    )


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo"}
