"""A trail with entries, and the superuser whom it must withstand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from daicho.foundation.audit.commands.anchor_key import create_signing_key
from daicho.foundation.audit.domain.chain import GENESIS, link
from daicho.foundation.audit.domain.types import AuditType, Field
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access
from daicho.operations.postgres import Cluster

ACT = AuditType(
    "test.act", "試験の行為", (Field("word", "語"), Field("name", "氏名", personal=True))
)

Tamper = Callable[..., None]


def enter(access: Access, count: int) -> None:
    """Append entries."""
    for number in range(count):
        with recorded(access, ACT) as note:
            note.say(word=f"行為{number}")


@pytest.fixture
def tamper(cluster: Cluster, fresh_database: str) -> Tamper:
    """Runs a statement as the superuser, the table's own guard switched off."""

    def run(statement: str, *values: object) -> None:
        with past_the_guard(cluster, fresh_database) as held:
            held.execute(statement.encode(), values)

    return run


@contextmanager
def past_the_guard(cluster: Cluster, database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(cluster.dsn("postgres", database=database)) as held:
        held.execute("SET session_replication_role = replica")
        yield held


def recompute(held: psycopg.Connection) -> None:
    """Hash the whole chain anew, as a superuser who knows how it is made would."""
    previous = GENESIS
    rows = held.execute("SELECT seq, at, body FROM audit_entry ORDER BY seq").fetchall()
    for seq, at, body in rows:
        own = link(previous=previous, seq=seq, at=at, body=body)
        held.execute(
            "UPDATE audit_entry SET previous = %s, hash = %s WHERE seq = %s", (previous, own, seq)
        )
        previous = own


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation's home with a signing key."""
    create_signing_key(tmp_path)
    return tmp_path
