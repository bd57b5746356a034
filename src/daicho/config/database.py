"""Database (データベース): which role connects where.

A process runs as one role (`DAICHO_ROLE`: app, migrator, loader, auditor). A municipality names its own server in
`DAICHO_DATABASE_URL` (the role's password comes from `DAICHO_DATABASE_PASSWORD` or the URL); otherwise the
embedded server under `DAICHO_HOME` is reached through its Unix socket with the password kept there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from daicho.kernel.errors import Unavailable

ROLES = ("app", "migrator", "loader", "auditor")
# Each node has a database of its own; a process is told which (operations/environment.py).
DATABASE = os.environ.get("DAICHO_DATABASE_NAME", "daicho_core")


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
        host=_socket_folder(home), port="5432", name=database, user=role, password=password
    )


def _from_url(url: str, role: str, database: str) -> Connection:
    parts = urlsplit(url)
    password = os.environ.get("DAICHO_DATABASE_PASSWORD") or unquote(parts.password or "")
    return Connection(
        host=unquote(parts.hostname or "localhost"),
        port=str(parts.port or 5432),
        name=parts.path.lstrip("/") or database,
        user=role,
        password=password,
    )


def _socket_folder(home: Path) -> str:
    # A Unix socket's path holds 107 bytes: the launcher writes a shorter folder here when it needs one.
    pointer = home / "run" / "socket-folder"
    return pointer.read_text().strip() if pointer.exists() else str(home / "run")
