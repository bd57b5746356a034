"""Database (データベース): which role connects where.

A process runs as one role (`DAICHO_ROLE`: app, migrator, loader, auditor). A municipality names its own server in
`DAICHO_DATABASE_URL` (the role's password comes from `DAICHO_DATABASE_PASSWORD` or the URL); otherwise the
embedded server under `DAICHO_HOME` is reached through its Unix socket with the password kept there.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from daicho.kernel.errors import Unavailable

ROLES = ("app", "migrator", "loader", "auditor")
# Each node has a database of its own; a process is told which (operations/environment.py).
DATABASE = os.environ.get("DAICHO_DATABASE_NAME", "daicho_core")
PORT = 5432
# sun_path holds 108 bytes with its end mark.
_LONGEST_SOCKET = 107


@dataclass(frozen=True, slots=True)
class Connection:
    """What psycopg needs; `host` may be a socket folder."""

    host: str
    port: str
    name: str
    user: str
    password: str


def connection_info(home: Path, role: str, *, database: str = DATABASE) -> Connection:
    """The connection for one role; `Unavailable` when the role is unknown or its password is not there."""
    if role not in ROLES:
        raise Unavailable(
            f"データベースの役割「{role}」はありません。",
            remedy=f"{'・'.join(ROLES)}から選んでください。",
        )
    url = os.environ.get("DAICHO_DATABASE_URL")
    if url:
        return _from_url(url, role, database)
    secret = home / "secrets" / f"{role}.password"
    password = secret.read_text().strip() if secret.exists() else ""
    return Connection(
        host=str(socket_folder(home)), port=str(PORT), name=database, user=role, password=password
    )


def socket_folder(home: Path) -> Path:
    """Where the embedded server of a home has its socket: in the home, or beside the machine's others when that is too long.

    It follows from the home alone, so that whoever knows the home finds the server again after each of its restarts.
    """
    real = Path(os.path.realpath(home))
    folder = real / "run" / "postgres"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= _LONGEST_SOCKET:
        return folder
    mark = hashlib.sha256(os.fsencode(real)).hexdigest()[:16]
    return Path("/tmp") / f"daicho-socket-{mark}"


def _from_url(url: str, role: str, database: str) -> Connection:
    parts = urlsplit(url)
    password = os.environ.get("DAICHO_DATABASE_PASSWORD") or unquote(parts.password or "")
    return Connection(
        host=unquote(parts.hostname or "localhost"),
        port=str(parts.port or PORT),
        name=parts.path.lstrip("/") or database,
        user=role,
        password=password,
    )
