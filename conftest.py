"""The tests' own server: each worker starts an embedded PostgreSQL, migrates a template, and tests on clones of it.

Tests run as the role `app`, which may neither truncate nor delete history: a test either rolls back (`db`) or gets a
fresh clone of the template (`fresh_database`).
"""

from __future__ import annotations

import fcntl
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from daicho.config import throw_away
from daicho.foundation.vault import keys
from daicho.kernel import clock
from daicho.kernel.access import Access, Duty, Purpose
from daicho.operations import quality
from daicho.operations.postgres import Cluster, temporary_cluster

pytest_plugins = ["daicho.operations.papers.proving"]
TEMPLATE = "daicho_template"
NODES = Path(__file__).parent / "src" / "daicho" / "nodes"

# No test is timed: machines are noisy.
hypothesis.settings.register_profile(
    "daicho", deadline=None, suppress_health_check=list(hypothesis.HealthCheck)
)
hypothesis.settings.load_profile("daicho")


# What lasts longest, with what a module's tests build once for all of them, in this order.
LONGEST = (
    "test_two_towns_kills",
    "test_two_towns",
    "test_two_towns_gateway",
    "test_restored_cs",
    "test_story_morning",
    "test_papers",
    "test_hidden_items",
    "test_resume",
    "test_job_processes",
    "test_closed_network",
    "test_story_counter",
    "test_making",
    "test_crash",
    "test_bulk_crash",
    "test_wheel",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin first, then whatever drives a browser: no process waits at the end for the story of another."""
    places = {name: at for at, name in enumerate(LONGEST)}

    def place(item: pytest.Item) -> tuple[int, bool]:
        return places.get(item.path.stem, len(places)), item.get_closest_marker("browser") is None

    items.sort(key=place)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Where processes share cores, one collects before the others: else each would compile the same tests at once."""
    told = getattr(session.config, "workerinput", {"workercount": 1})
    if told["workercount"] <= len(os.sched_getaffinity(0)):
        return (yield)
    with Path(__file__).open("rb") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(turn, fcntl.LOCK_SH)
        return (yield)


def pytest_collection_finish() -> None:
    """All modules and tests stay to the end: the collector of garbage need not look through them again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last process of the run clears away what killed ones could not."""
    if not hasattr(config, "workerinput"):
        throw_away.sweep()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A throw-away server with every role of a real one."""
    with temporary_cluster() as started:
        yield started


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Tests of a node with settings run on those and its database: `pytest --ds=daicho.config.settings.testing_<node> <its folder>`."""
    is_node = collection_path.parent == NODES and collection_path.name in quality.NODES
    if is_node and collection_path.name != settings.NODE:
        return True
    return None


def connect_as(server: Cluster, role: str, database: str) -> None:
    """Point Django's connection at a database, as a role."""
    connection.close()
    info = conninfo_to_dict(server.dsn(role, database=database))
    connection.settings_dict.update(
        HOST=info["host"],
        PORT=info["port"],
        NAME=info["dbname"],
        USER=info["user"],
        PASSWORD=info["password"],
    )


@pytest.fixture(scope="session")
def template(cluster: Cluster, django_db_blocker: Any) -> str:
    """A migrated, empty database; clones of it are cheap."""
    with django_db_blocker.unblock():
        _make_template(cluster)
    return TEMPLATE


def _make_template(cluster: Cluster) -> None:
    if not keys.path_in(settings.HOME).exists():
        keys.create(settings.HOME)
    cluster.create_database(TEMPLATE)
    connect_as(cluster, "migrator", TEMPLATE)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    connection.close()


@contextmanager
def clone(server: Cluster, template_name: str) -> Iterator[str]:
    """A fresh copy of the template, connected to as `app`, dropped afterwards."""
    name = f"daicho_{uuid4().hex[:12]}"
    before = dict(connection.settings_dict)
    server.create_database(name, template=template_name)
    connect_as(server, "app", name)
    try:
        yield name
    finally:
        connection.close()
        connection.settings_dict.update(before)
        server.drop_database(name)


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, template: str, django_db_blocker: Any) -> Iterator[None]:
    """pytest-django's hook: a database for all the tests that roll back."""
    with django_db_blocker.unblock(), clone(cluster, template):
        yield


@pytest.fixture(scope="module")
def own_database(
    cluster: Cluster,
    template: str,
    django_db_setup: None,  # noqa: ARG001  # what is connected to before and afterwards
    django_db_blocker: Any,
) -> Iterator[str]:
    """A database of a module's own, which a fixture of it fills once; each test rolls back to that."""
    with django_db_blocker.unblock(), clone(cluster, template) as name:
        yield name


@pytest.fixture
def fresh_database(cluster: Cluster, template: str, django_db_blocker: Any) -> Iterator[str]:
    """A database of its own for a test that commits: several connections, kills, lost updates."""
    with django_db_blocker.unblock(), clone(cluster, template) as name:
        yield name


def pytest_bdd_apply_tag(tag: str, function: Any) -> bool | None:
    """A feature's tag `@REG-012` says what its scenarios prove."""
    if tag.split("-")[0].isupper() and "-" in tag:
        pytest.mark.proves(tag)(function)
        return True
    return None


def _access(login: str, *duties: Duty, purpose: Purpose = Purpose.MOVEMENT) -> Access:
    return Access(
        staff_key=uuid5(NAMESPACE_URL, login),
        login=login,
        name=f"試験 {login}",
        duties=frozenset(duties),
        purpose=purpose,
        terminal="本庁1",
        office="市民課",
    )


@pytest.fixture(scope="session")
def clerk() -> Access:
    """窓口1, who may also enter 住民票コードの付番 and run jobs."""
    return _access("窓口1", Duty.COUNTER, Duty.ASSIGN_CODES, Duty.BATCH)


@pytest.fixture(scope="session")
def examiner() -> Access:
    """審査1."""
    return _access("審査1", Duty.EXAMINE)


@pytest.fixture(scope="session")
def approver() -> Access:
    """決裁1."""
    return _access("決裁1", Duty.DECIDE)


@pytest.fixture(scope="session")
def auditor() -> Access:
    """監査1, who may also run jobs."""
    return _access("監査1", Duty.AUDIT, Duty.BATCH, purpose=Purpose.AUDIT)


@pytest.fixture
def today() -> Iterator[date]:
    """The business date of most tests: Friday 2026-11-20."""
    day = date(2026, 11, 20)
    with clock.set_to(day):
        yield day
