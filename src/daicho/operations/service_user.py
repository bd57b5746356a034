"""Service user (サービス利用者): whom the database server runs as when `daicho` is started by root.

PostgreSQL refuses to run as root. Nothing above the installation's own folder is ever opened up for
the service user: what it cannot reach is copied or placed elsewhere (`home`, `programs`).
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from daicho.kernel.errors import Unavailable
from daicho.operations.progress import problems

NAME = "daicho"


@dataclass(frozen=True, slots=True)
class RunAs:
    """The user and group ids that a server process runs with."""

    uid: int
    gid: int

    @property
    def is_current(self) -> bool:
        return self.uid == os.geteuid()

    def reaches(self, path: Path) -> bool:
        """Whether this user can enter the folder or run the program at `path`."""
        if self.is_current:
            return os.access(path, os.X_OK)
        # Asked of the kernel as that user: mode bits alone would miss ACLs and network drives.
        asked = subprocess.run(
            ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)],
            user=self.uid,
            group=self.gid,
            extra_groups=[],
            cwd="/",
            check=False,
        )
        return asked.returncode == 0

    def own(self, path: Path) -> None:
        """Hand a file or folder to this user (root only; otherwise it is theirs already)."""
        if not self.is_current:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def current_user() -> RunAs:
    return RunAs(uid=os.geteuid(), gid=os.getegid())


def database_user() -> RunAs:
    """Who runs the database server: the current user; for root `daicho`, made if missing."""
    if os.geteuid() != 0:
        _check_named(os.geteuid())
        return current_user()
    entry = _find() or _create()
    return RunAs(uid=entry.pw_uid, gid=entry.pw_gid)


def _check_named(uid: int) -> None:
    """PostgreSQL looks up the name of its user; a container may run under a bare number."""
    try:
        pwd.getpwuid(uid)
    except KeyError as error:
        raise Unavailable(
            "データベースを動かせません。",
            why=f"利用者番号 {uid} に、この機械での名前がありません。",
            remedy="/etc/passwd にある利用者か、root で実行してください。",
        ) from error


def _find() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return None


def _create() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is None:
        raise Unavailable(
            f"サービス用の利用者「{NAME}」を作れません。",
            why="root では PostgreSQL を動かせず、この機械には useradd がありません。",
            remedy=f"利用者「{NAME}」を作るか、root でない利用者で実行してください。",
        )
    made = subprocess.run(
        [
            *(useradd, "--system", "--user-group", "--no-create-home"),
            *("--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", NAME),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    entry = _find()
    if entry is None:
        raise Unavailable(
            f"サービス用の利用者「{NAME}」を作れません。",
            why=made.stderr.strip(),
            remedy=f"利用者「{NAME}」を作ってから、もう一度実行してください。",
        )
    problems.print(f"データベースを動かすため、サービス用の利用者「{NAME}」を作りました。")
    return entry
