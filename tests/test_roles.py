"""What each database role may not do is tried, as that role."""

from __future__ import annotations

import psycopg
import pytest

from daicho.operations.postgres import Cluster

REFUSALS = (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)
FORBIDDEN = [
    ("app", "DELETE FROM audit_entry"),
    ("app", "UPDATE audit_entry SET login = 'x'"),
    ("app", "TRUNCATE audit_entry"),
    ("app", "INSERT INTO audit_entry SELECT * FROM audit_entry"),
    ("app", "DELETE FROM residents_version"),
    ("app", "UPDATE residents_version SET name = 'x'"),
    ("app", "TRUNCATE residents_version CASCADE"),
    ("app", "UPDATE residents_person SET atena_number = '1'"),
    ("app", "DELETE FROM residents_change"),
    ("app", "DELETE FROM movements_case"),
    ("app", "UPDATE movements_casestep SET remark = ''"),
    ("app", "SELECT sealed FROM vault_number"),
    ("app", "SELECT sealed FROM vault_poolcode"),
    ("app", "DELETE FROM vault_number"),
    ("app", "DELETE FROM outbox_message"),
    ("app", "CREATE TABLE x (y int)"),
    ("app", "ALTER TABLE residents_version DISABLE TRIGGER ALL"),
    ("app", "SELECT residents_load_begin()"),
    ("loader", "SELECT sealed FROM vault_number"),
    ("loader", "UPDATE residents_version SET recorded = recorded"),
    ("loader", "SELECT * FROM movements_case"),
    ("loader", "SELECT * FROM audit_entry"),
    ("auditor", "SELECT name FROM residents_version"),
    ("auditor", "INSERT INTO audit_entry SELECT * FROM audit_entry"),
    ("auditor", "SELECT * FROM vault_number"),
    ("auditor", "SELECT audit_append('{}')"),
]


@pytest.mark.parametrize(("role", "statement"), FORBIDDEN)
def test_a_role_cannot_do_what_is_not_its_work(
    cluster: Cluster, fresh_database: str, role: str, statement: str
) -> None:
    with (
        psycopg.connect(cluster.dsn(role, database=fresh_database)) as held,
        pytest.raises(REFUSALS),
    ):
        held.execute(statement)


def test_the_vault_role_reads_ciphertext_and_nothing_else(
    cluster: Cluster, fresh_database: str
) -> None:
    with psycopg.connect(cluster.dsn("app", database=fresh_database)) as held:
        held.execute("SET LOCAL ROLE vault")
        assert held.execute("SELECT sealed FROM vault_number").fetchall() == []
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            held.execute("SELECT * FROM residents_version")
