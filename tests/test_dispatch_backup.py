"""A backup has the wish and nothing of the content; what is restored makes the content anew (practice.md §1, 20; RET-013)."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from daicho.business.movements.tests.family import Staff
from daicho.business.movements.tests.paper import individual_number, pool
from daicho.foundation.lines.models import SentMessage, VolatileBody
from daicho.foundation.lines.public import deliver_lines
from daicho.foundation.lines.tests.conftest import line_settings
from daicho.foundation.messages.public import Envelope
from daicho.gateways.dispatch.models import Posting, Wish
from daicho.gateways.dispatch.tests.conftest import (
    designated,
    hurry,
    made,
    moved_in,
    states,
    told,
)
from daicho.kernel.access import Access
from daicho.operations.backup import back_up, restore
from daicho.operations.postgres import Cluster
from daicho.operations.programs import packaged_programs

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture(autouse=True)
def lines(settings: Any) -> None:  # Any: pytest-django's wrapper
    """A register that has a line to its 市町村CS."""
    settings.LINES = line_settings()


UNLOGGED = "SELECT relpersistence FROM pg_class WHERE oid = %s::regclass"


@contextmanager
def restored(cluster: Cluster, file: Path) -> Iterator[None]:
    """The backup in a database of its own, Django connected to it as `app`."""
    name, before = f"daicho_{uuid4().hex[:12]}", dict(connection.settings_dict)
    cluster.create_database(name)
    restore(cluster, name, backup=file)
    connection.close()
    info = conninfo_to_dict(cluster.dsn("app", database=name))
    connection.settings_dict.update(
        HOST=info["host"], PORT=info["port"], NAME=name, USER="app", PASSWORD=info["password"]
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        cluster.drop_database(name)


def text_of(file: Path) -> str:
    """Everything that is in a backup, as SQL."""
    found = subprocess.run(
        [str(packaged_programs() / "pg_restore"), "--file=-", str(file)],
        capture_output=True,
        check=True,
    )
    return found.stdout.decode("utf-8")


def prepared(staff: Staff) -> Envelope:
    pool()
    (person,) = moved_in(staff, {"name": "架空　秘子"})
    designated(person)
    hurry()
    (envelope,) = made()
    return envelope


@pytest.mark.proves("RET-013", "JUK-018")
def test_a_backup_has_nothing_of_the_content_and_what_is_restored_makes_it_anew(
    cluster: Cluster,
    fresh_database: str,
    clerk: Access,
    examiner: Access,
    approver: Access,
    tmp_path: Path,
) -> None:
    envelope = prepared((clerk, examiner, approver))
    number = envelope.body["households"][0]["items"]["1"]
    sealed = [bytes(row.sealed).hex() for row in VolatileBody.objects.all()]
    assert len(sealed) == 1
    with connection.cursor() as cursor:
        cursor.execute(UNLOGGED, ["lines_volatilebody"])
        assert cursor.fetchone() == ("u",)
    code = envelope.body["households"][0]["people"][0]["items"]["38"]
    file = tmp_path / "backup"
    back_up(cluster, fresh_database, to=file)
    text = text_of(file)
    assert number in text, "the record that it was made is kept"
    assert "COPY public.lines_volatilebody" not in text
    assert sealed[0] not in text
    for plain in (individual_number(12), code):
        assert plain not in text
    with restored(cluster, file):
        assert states() == ["sent"]
        assert not VolatileBody.objects.exists()
        deliver_lines()
        assert states() == ["ready"]
        (again,) = made()
        assert again.body == envelope.body
        assert SentMessage.objects.get(key=envelope.id).state == "stopped"


def test_the_years_are_over_and_nothing_of_them_is_left(
    cluster: Cluster, fresh_database: str, clerk: Access, examiner: Access, approver: Access
) -> None:
    told(prepared((clerk, examiner, approver)), "accepted")
    items = [str(key) for key in Wish.objects.values_list("key", flat=True)]
    with psycopg.connect(cluster.dsn("migrator", database=fresh_database)) as owner:
        owner.execute("SELECT disposal_erase_dispatches(%s)", [items])
    assert not Wish.objects.exists()
    assert not Posting.objects.exists()
