"""Home (置き場): where one installation keeps everything, and who may read it.

    DAICHO_HOME/
      pgsql/      a copy of the database programs, only where the service user cannot reach the venv
      data/       the database cluster (the server's user alone)
      run/        lock, generated server configuration, the server's socket folder
      secrets/    passwords and keys, each 0600
      logs/ fonts/ heads/ receipts/ static/

The default is `.daicho` of the checkout; for root, where the service user cannot reach the
checkout, a folder of that checkout's own under /var/lib/daicho.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from daicho.kernel.errors import Conflict, Unavailable
from daicho.operations.service_user import database_user

CHECKOUT = Path(__file__).resolve().parents[3]
SYSTEM_FOLDER = Path("/var/lib/daicho")


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of one installation. Nothing exists before `ensure`.

    `label` tells its processes from those of others under one supervisor; empty for the only one.
    """

    root: Path
    label: str = ""

    def name_of(self, process: str) -> str:
        """A process's name under the supervisor."""
        return f"{self.label} {process}" if self.label else process

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def fonts(self) -> Path:
        return self.root / "fonts"

    @property
    def heads(self) -> Path:
        return self.root / "heads"

    @property
    def programs(self) -> Path:
        return self.root / "pgsql"

    @property
    def state_file(self) -> Path:
        return self.run / "state.json"

    def ensure(self) -> None:
        """Make the folders; `Unavailable` when the place is another user's or cannot be made."""
        # The service user must pass through, never list: 0711 for root, closed for everybody else.
        shared = 0o711 if os.geteuid() == 0 else 0o700
        try:
            self.root.parent.mkdir(parents=True, exist_ok=True)
            for folder, mode in (
                (self.root, shared),
                (self.run, shared),
                (self.secrets, 0o700),
                (self.logs, 0o700),
                (self.fonts, 0o755),
                (self.heads, 0o700),
            ):
                folder.mkdir(exist_ok=True)
                folder.chmod(mode)
        except PermissionError as error:
            raise Unavailable(
                f"置き場 {self.root} を使えません。",
                why="別の利用者のものか、書き込みが許されていません。",
                remedy="作った利用者で実行するか、DAICHO_HOME で別の置き場を指定してください。",
            ) from error

    def read_secret(self, name: str) -> str | None:
        path = self.secrets / name
        return path.read_text(encoding="utf-8").strip() if path.exists() else None

    def write_secret(self, name: str, value: str) -> None:
        """Write `secrets/<name>`, 0600 from its first byte, whole or not at all."""
        path = self.secrets / name
        draft = self.secrets / f".{name}.{os.getpid()}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(value + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)

    def secret(self, name: str) -> str:
        """The secret, made when there is none yet: 32 random bytes, base64url."""
        value = self.read_secret(name)
        if value is None:
            value = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
            self.write_secret(name, value)
        return value

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the installation: one process runs its servers; `Conflict` for a second."""
        with (self.run / "lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Conflict(
                    "すでに動いています。",
                    why=f"置き場 {self.root} は別の daicho が使っています。",
                    remedy="`./daicho status` で様子を見るか、`./daicho stop` で止めてください。",
                ) from error
            yield

    def is_held(self) -> bool:
        """Whether a process runs this installation's servers now."""
        lock = self.run / "lock"
        if not lock.exists():
            return False
        with lock.open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False


def choose_home(checkout: Path = CHECKOUT) -> Home:
    """What this checkout runs: `DAICHO_HOME`, `.daicho`, or a folder under /var/lib."""
    named = os.environ.get("DAICHO_HOME")
    if named:
        return Home(Path(named).expanduser().absolute())
    if os.geteuid() == 0 and not database_user().reaches(checkout):
        # Two unreachable checkouts must not share one register.
        mark = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:8]
        return Home(SYSTEM_FOLDER / f"{checkout.name}-{mark}")
    return Home(checkout / ".daicho")
