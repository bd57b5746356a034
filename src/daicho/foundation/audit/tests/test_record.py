"""One act, one entry: with the act, after a refusal, and no answer without it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from uuid import uuid4

import psycopg
import pytest
from conftest import connect_as
from django.db import DatabaseError, connection

from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.public import recorded
from daicho.foundation.audit.selectors.event_list import audit_events_markdown
from daicho.foundation.audit.selectors.verify import verify_chain
from daicho.foundation.audit.tests.conftest import ACT, enter
from daicho.foundation.outbox.models import Message
from daicho.kernel.access import Access
from daicho.kernel.errors import Refused
from daicho.operations.postgres import Cluster

pytestmark = pytest.mark.usefixtures("fresh_database")


def something_written() -> None:
    Message.objects.create(kind="test", subjects=[], payload={})


def act(access: Access, *, then: Callable[[], object] = lambda: None, **said: str) -> None:
    """Write something within an act, then do another thing."""
    with recorded(access, ACT) as note:
        something_written()
        note.say(**said)
        then()


def refused() -> None:
    raise Refused("できません。", code="duty_missing")


def divide_by_zero() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def outcomes() -> list[tuple[str, str]]:
    return [(e.outcome, json.loads(e.body)["reason"]) for e in Entry.objects.order_by("seq")]


def test_an_act_and_its_entry_are_one(clerk: Access) -> None:
    person = uuid4()
    with recorded(clerk, ACT, subjects=[person]) as note:
        something_written()
        note.number_shown = True
        note.about(person, person)
        note.say(word="語")
    entry = Entry.objects.get()
    assert (entry.kind, entry.login, entry.terminal) == ("test.act", "窓口1", "本庁1")
    assert (entry.subjects, entry.number_shown) == ([person], True)
    assert Message.objects.count() == 1


def test_a_refusal_stands_after_the_rollback(clerk: Access) -> None:
    with pytest.raises(Refused):
        act(clerk, then=refused)
    assert Message.objects.count() == 0
    assert outcomes() == [("refused", "duty_missing")]


def test_a_failure_stands_too(clerk: Access) -> None:
    with pytest.raises(DatabaseError):
        act(clerk, then=divide_by_zero)
    assert Message.objects.count() == 0
    assert outcomes() == [("failed", "DataError")]


def test_acts_do_not_nest(clerk: Access) -> None:
    with pytest.raises(RuntimeError):
        act(clerk, then=lambda: act(clerk))
    assert Message.objects.count() == 0
    enter(clerk, 1)
    assert [outcome for outcome, _ in outcomes()] == ["failed", "done"]


def test_no_entry_no_answer(cluster: Cluster, fresh_database: str, clerk: Access) -> None:
    with psycopg.connect(cluster.dsn("migrator", database=fresh_database)) as held:
        held.execute("REVOKE EXECUTE ON FUNCTION audit_append(text) FROM app")
    with pytest.raises(DatabaseError):
        act(clerk)
    assert Message.objects.count() == 0
    assert Entry.objects.count() == 0


def test_a_field_that_the_type_does_not_list_is_no_entry(clerk: Access) -> None:
    with pytest.raises(KeyError):
        act(clerk, unlisted="x")
    assert Message.objects.count() == 0


def test_many_at_once_keep_one_chain(cluster: Cluster, fresh_database: str, clerk: Access) -> None:
    failures: list[BaseException] = []

    def work() -> None:
        try:
            connect_as(cluster, "app", fresh_database)
            enter(clerk, 50)
        except BaseException as error:  # noqa: BLE001  # handed to the test's own thread
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    report = verify_chain(heads=[])
    assert (report.entries, report.last_seq, report.breaks) == (200, 200, ())


@pytest.mark.proves("STD-10.2/m12")
@pytest.mark.parametrize("role", ["app", "loader", "auditor", "migrator"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET login = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
    ],
)
def test_no_role_rewrites_the_trail(
    cluster: Cluster, fresh_database: str, clerk: Access, role: str, statement: str
) -> None:
    enter(clerk, 1)
    refusals = (
        psycopg.errors.InsufficientPrivilege,
        psycopg.errors.ReadOnlySqlTransaction,
        psycopg.errors.IntegrityConstraintViolation,
    )
    with (
        psycopg.connect(cluster.dsn(role, database=fresh_database)) as held,
        pytest.raises(refusals),
    ):
        held.execute(statement.encode())
    assert Entry.objects.get().login == "窓口1"


def test_the_list_of_events_tells_fields_and_years() -> None:
    text = audit_events_markdown()
    assert "| `audit.searched` | 証跡の検索 | yes | 期間の初日 (`since`)" in text
    assert text.count("\n| `") >= 6
