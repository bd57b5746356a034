"""The roles: what each may do before any migration has said more (record.md)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, ReadOnlySqlTransaction

from daicho.operations.postgres import Cluster


@pytest.fixture
def town(cluster: Cluster) -> Iterator[str]:
    """A database with a vault, as a migration would make it."""
    name = f"town_{uuid4().hex[:8]}"
    cluster.create_database(name)
    with psycopg.connect(cluster.dsn("migrator", database=name)) as connection:
        connection.execute("CREATE TABLE note (id bigserial PRIMARY KEY, text text)")
        connection.execute("CREATE TABLE sealed (ciphertext text)")
        connection.execute("INSERT INTO sealed VALUES ('x')")
        connection.execute("REVOKE ALL ON sealed FROM app")
        connection.execute("GRANT SELECT ON sealed TO vault")
        connection.execute("CREATE FUNCTION one() RETURNS int LANGUAGE sql RETURN 1")
    yield name
    cluster.drop_database(name)


def refused(cluster: Cluster, role: str, database: str, *statements: str) -> bool:
    """Whether the last statement is refused, the ones before being allowed."""
    with psycopg.connect(cluster.dsn(role, database=database)) as connection:
        for statement in statements[:-1]:
            connection.execute(statement)
        try:
            connection.execute(statements[-1])
        except (InsufficientPrivilege, ReadOnlySqlTransaction):
            return True
        finally:
            connection.rollback()
    return False


def test_the_app_works_on_rows_and_changes_nothing_else(cluster: Cluster, town: str) -> None:
    for allowed in (
        "INSERT INTO note (text) VALUES ('a')",
        "UPDATE note SET text = 'b'",
        "DELETE FROM note",
        "SELECT nextval('note_id_seq')",
        "SELECT one()",
    ):
        assert not refused(cluster, "app", town, allowed), allowed
    for forbidden in (
        "TRUNCATE note",
        "DROP TABLE note",
        "ALTER TABLE note ADD COLUMN more text",
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "SET ROLE migrator",
        "GRANT vault TO loader",
        "SELECT setval('note_id_seq', 1)",
    ):
        assert refused(cluster, "app", town, forbidden), forbidden


def test_the_vault_opens_to_the_app_alone_and_only_when_said(cluster: Cluster, town: str) -> None:
    read = "SELECT ciphertext FROM sealed"
    assert refused(cluster, "app", town, read)
    assert not refused(cluster, "app", town, "SET LOCAL ROLE vault", read)
    assert refused(cluster, "app", town, "SET LOCAL ROLE vault", "DELETE FROM sealed")
    assert refused(cluster, "app", town, "SET LOCAL ROLE vault", "SELECT text FROM note")
    for other in ("loader", "auditor"):
        assert refused(cluster, other, town, "SET LOCAL ROLE vault")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(cluster.dsn("vault", database=town))


def test_others_have_nothing_until_a_migration_gives_it(cluster: Cluster, town: str) -> None:
    for role in ("loader", "auditor"):
        assert refused(cluster, role, town, "SELECT text FROM note")
        assert refused(cluster, role, town, "SELECT one()")
        assert refused(cluster, role, town, "CREATE TABLE mine (id int)")


def test_nobody_is_more_than_a_plain_role(cluster: Cluster, town: str) -> None:
    with psycopg.connect(cluster.dsn("auditor", database=town)) as connection:
        powers = connection.execute(
            "SELECT rolname, rolcanlogin, rolsuper OR rolcreaterole OR rolcreatedb"
            " OR rolbypassrls OR rolreplication FROM pg_roles WHERE rolname = ANY(%s)"
            " ORDER BY rolname",
            (["migrator", "app", "loader", "auditor", "vault"],),
        ).fetchall()
        public = connection.execute(
            "SELECT has_database_privilege('public', %s, 'CONNECT'),"
            " has_schema_privilege('public', 'public', 'USAGE')",
            (town,),
        ).fetchone()
    assert powers == [
        ("app", True, False),
        ("auditor", True, False),
        ("loader", True, False),
        ("migrator", True, False),
        ("vault", False, False),
    ]
    assert public == (False, False)


def test_provision_may_be_run_again_and_keeps_what_is_there(cluster: Cluster, town: str) -> None:
    secrets = cluster.home.secrets
    before = {path.name: path.read_text() for path in secrets.iterdir()}
    with psycopg.connect(cluster.dsn("app", database=town)) as connection:
        connection.execute("INSERT INTO note (text) VALUES ('kept')")
    cluster.provision(town)
    cluster.provision(town)
    assert {path.name: path.read_text() for path in secrets.iterdir()} == before
    with psycopg.connect(cluster.dsn("app", database=town)) as connection:
        assert connection.execute("SELECT text FROM note").fetchall() == [("kept",)]
    assert refused(cluster, "app", town, "SELECT ciphertext FROM sealed")
