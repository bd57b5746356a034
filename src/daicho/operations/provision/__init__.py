"""Provision (準備): the roles of the database and what each may do by default (record.md).

Two plain SQL files, which a town's administrator can run against a packaged PostgreSQL 18 as its
superuser:

    psql -f roles.sql
    createdb --owner=migrator --encoding=UTF8 --template=template0 \\
        --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C.UTF-8 daicho_core
    psql -d daicho_core -f database.sql
    psql -c '\\password app'      (likewise migrator, loader, auditor)

Both may be run again at any time. Grants on single tables live in the migrations.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

import psycopg
from psycopg import sql

LOGIN_ROLES = ("migrator", "app", "loader", "auditor")


def prepare_roles(connection: psycopg.Connection, *, passwords: Mapping[str, str]) -> None:
    """Make the roles and set their passwords; only a SCRAM verifier travels to the server."""
    connection.execute(_script("roles.sql"))
    for role, password in passwords.items():
        verifier = connection.pgconn.encrypt_password(
            password.encode(), role.encode(), b"scram-sha-256"
        )
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                sql.Identifier(role), sql.Literal(verifier.decode())
            )
        )


def prepare_database(connection: psycopg.Connection) -> None:
    """Extensions and default privileges in the database that `connection` is in."""
    connection.execute(_script("database.sql"))


def _script(name: str) -> bytes:
    return files(__name__).joinpath(name).read_bytes()
