"""Startup (起動): the steps of `./daicho up`, in order; each may be run again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

import psycopg

from daicho.config.database import connection_info
from daicho.foundation.audit.commands import anchor_key
from daicho.foundation.documents.fonts import install_font
from daicho.foundation.vault import keys
from daicho.kernel.errors import Unavailable
from daicho.operations import processes
from daicho.operations.environment import COMMANDS, environment, python, run_logged
from daicho.operations.home import Home
from daicho.operations.node import CORE, Node, node_of
from daicho.operations.postgres import Cluster, dsn_of
from daicho.operations.progress import console, step
from daicho.operations.service_user import current_user
from daicho.operations.supervisor import (
    Server,
    Supervisor,
    check_port_free,
    log_of,
    stoppable,
)

HOST = "127.0.0.1"
PORT = 8700
WEB_WORKERS = 2
# バッチ処理: how many jobs run at once, each in a process of its own that gives way to the screens (STD-9.1).
JOBS_AT_ONCE = max(1, int(os.environ.get("DAICHO_JOBS_AT_ONCE", "2")))
# A machine with other work needs minutes for its first page; one whose screens died is told by their log.
_WEB_SECONDS = 600.0
_SAY_EVERY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How to start: the port, and for the first run the size of the sample town (0: none)."""

    port: int = PORT
    residents: int = 2000
    seed: int = 1


def up(home: Home, plan: Plan) -> None:
    """Start everything and look after it until Ctrl-C, SIGTERM or `./daicho stop`."""
    home.ensure()
    with home.held():
        check_port_free(HOST, plan.port)
        supervisor = Supervisor(home, port=plan.port)
        with stoppable():
            try:
                start(home, plan, supervisor)
                _say_where(home, plan)
                while True:
                    supervisor.watch_for(3600)
            except KeyboardInterrupt:
                console.print("\n止めています…")
            finally:
                supervisor.stop_all()
        console.print("止まりました。")


def start(home: Home, plan: Plan, supervisor: Supervisor) -> None:
    """Bring up one installation, whatever node it is: database, keys, font, tables, screens, workers, lines where set up."""
    if not os.environ.get("DAICHO_DATABASE_URL"):
        start_database(home, supervisor)
    ensure_keys(home, fresh=is_fresh(home))
    with step("文字 (フォント) の用意"):
        install_font(home.root)
    for errand in _errands(node_of(home), plan):
        errand.run(home)
    with step("画面と裏方の処理を起動"):
        supervisor.add(web_server(home, plan.port))
        supervisor.add(server(home, "worker", python("-m", COMMANDS, "worker")))
        for each in job_servers(home):
            supervisor.add(each)
        if (home.root / "lines" / "lines.json").exists():
            supervisor.add(server(home, "lines", python("-m", COMMANDS, "lines")))
        wait_for_web(plan.port, supervisor)


@dataclass(frozen=True, slots=True)
class Errand:
    """One command of the start, run as `role`; a `once` name makes it the first run's alone."""

    what: str
    role: str
    command: tuple[str, ...]
    once: str = ""

    def run(self, home: Home) -> None:
        """Run it; a failure leaves it undone, so that the next start tries again."""
        done = home.root / "done" / self.once
        if self.once and done.exists():
            return
        with step(self.what):
            run_logged(python("-m", *self.command), home=home, role=self.role, purpose=self.what)
        if self.once:
            done.parent.mkdir(exist_ok=True)
            done.touch()


TABLES_AND_PARTS = (
    Errand("データベースの移行", "migrator", ("django", "migrate", "--noinput")),
    Errand("キャッシュの表の用意", "migrator", ("django", "createcachetable")),
    Errand("画面の部品の用意", "app", ("django", "collectstatic", "--noinput")),
)


NODE_ACCOUNTS = Errand("試用の職員の登録", "app", (COMMANDS, "node-accounts"), once="accounts")


def _errands(node: Node, plan: Plan) -> list[Errand]:
    errands = [*TABLES_AND_PARTS]
    if plan.residents and node is not CORE:
        errands.append(NODE_ACCOUNTS)
    elif plan.residents:
        town = (COMMANDS, "sample", "--residents", str(plan.residents), "--seed", str(plan.seed))
        what = f"架空の町 ({plan.residents} 人) の作成"
        errands.append(Errand(what, "loader", town, once="sample"))
        accounts = (COMMANDS, "accounts", "create")
        errands.append(Errand("試用の職員の登録", "app", accounts, once="accounts"))
    return errands


def start_database(home: Home, supervisor: Supervisor) -> None:
    cluster = Cluster(home)
    with step("データベースを起動"):
        postgres = Server(home.name_of("postgres"), cluster.launch, ask=signal.SIGINT, patience=60)
        supervisor.add(postgres, process=cluster.start())
        cluster.provision()


def is_fresh(home: Home) -> bool:
    """Whether the database is still empty; `Unavailable` in words when it cannot be reached."""
    dsn = dsn_of(connection_info(home.root, "migrator", database=node_of(home).database))
    try:
        with psycopg.connect(dsn, connect_timeout=10) as connection:
            row = connection.execute("SELECT to_regclass('django_migrations') IS NULL").fetchone()
    except psycopg.OperationalError as error:
        raise Unavailable(
            "データベースに接続できません。",
            why=str(error).strip(),
            remedy="アドレス、パスワード、役割の準備 (operations/provision) を見てください。",
        ) from error
    return row == (True,)


def ensure_keys(home: Home, *, fresh: bool) -> None:
    """Make the keys while the database is empty; later a lost key stops the start."""
    wanted = ("django-secret-key", "staff-data-key", keys.FILE, anchor_key.FILE)
    lost = [name for name in wanted if home.read_secret(name) is None]
    if lost and not fresh:
        raise Unavailable(
            f"鍵 {'・'.join(lost)} がありません。",
            why="登録済みのデータはこの鍵で守られています。新しい鍵を作ると読めなくなります。",
            remedy=f"控えから {home.secrets} に戻してください。",
        )
    for name in lost:
        if name == keys.FILE:
            keys.create(home.root)
        elif name == anchor_key.FILE:
            anchor_key.create_signing_key(home.root)
        else:
            home.secret(name)


def web_command(port: int) -> list[str]:
    """How the screens are served: by `up`, and by whatever measures them."""
    command = python("-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port))
    command += [
        "--workers",
        str(WEB_WORKERS),
        "--blocking-threads",
        "1",
        "--no-ws",
        "--respawn-failed-workers",
    ]
    return [*command, "--workers-kill-timeout", "10", "daicho.config.wsgi:application"]


def web_server(home: Home, port: int) -> Server:
    """The screens of one installation."""
    return server(home, "web", web_command(port), port=port)


def job_servers(home: Home) -> list[Server]:
    """The processes that run jobs: as many as jobs may run at once; one in a node that has no register."""
    command = python("-m", COMMANDS, "jobs")
    at_once = JOBS_AT_ONCE if node_of(home) is CORE else 1
    return [server(home, f"jobs-{number}", command) for number in range(1, at_once + 1)]


def server(home: Home, name: str, command: list[str], *, port: int | None = None) -> Server:
    """A process of an installation under supervision; its words go to `logs/<name>.log` of that home."""

    def launch() -> subprocess.Popen[bytes]:
        return processes.launch(
            command,
            run_as=current_user(),
            log=log_of(home, name),
            death_signal=signal.SIGTERM,
            env={**environment(home, port=port), "DAICHO_PROCESS": name},
        )

    return Server(home.name_of(name), launch)


def wait_for_web(port: int, supervisor: Supervisor) -> None:
    """Look after the servers until the screens answer, saying now and then that it waits; `Unavailable` when they do not."""
    began = time.monotonic()
    say_at = _SAY_EVERY_SECONDS
    while (passed := time.monotonic() - began) < _WEB_SECONDS:
        supervisor.watch_for(0.2)
        if _web_answers(port):
            return
        if passed > say_at:
            console.print(f"  画面の応答を待っています ({passed:.0f} 秒)。")
            say_at += _SAY_EVERY_SECONDS
    raise Unavailable(
        "画面が応答しません。", remedy="`./daicho doctor` と logs/web.log を確かめてください。"
    )


def _web_answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=5):
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def _say_how_to_enrol(home: Home, plan: Plan) -> None:
    """On the first run, the link that makes the newcomer's browser an enrolled terminal."""
    told = home.root / "done" / "terminal"
    if told.exists():
        return
    made = subprocess.run(
        python("-m", COMMANDS, "terminal", "本庁1", "--port", str(plan.port)),
        env=environment(home, role="app"),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    console.print(
        "まず、このブラウザを端末として登録します（リンクは24時間以内に一度だけ使えます）:"
    )
    console.print(f"  {made.stdout.strip()}", soft_wrap=True, markup=False)
    console.print("使った後に別のブラウザを登録するときは `./daicho terminal 本庁2`。")
    told.touch()


def _say_where(home: Home, plan: Plan) -> None:
    console.print(f"\n[bold]http://localhost:{plan.port}[/bold] を開いてください。")
    if plan.residents:
        _say_how_to_enrol(home, plan)
        console.print("職員: 窓口1・窓口2・審査1・決裁1・管理1・監査1")
        console.print("パスワードと確認コード: `./daicho otp 窓口1`")
    console.print(f"置き場: {home.root}", markup=False)
    if os.geteuid() == 0:
        console.print("root で動いています。試用のほかは、専用の利用者で動かしてください。")
    console.print("止めるには Ctrl-C、または別の端末で `./daicho stop`。")
