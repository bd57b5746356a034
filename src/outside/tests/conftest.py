"""One database and one set of keys for all these tests, on the server that the root's fixtures start; emptied for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from outside import settings, spec
from outside.database import migrate, open_pool
from outside.settings import Settings
from outside.spec import Spec
from outside.tests.authority import Authority
from outside.tests.country import Country, build_home, open_country

_EMPTY = """
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'outside' AND tablename <> 'edition' LOOP
    EXECUTE format('TRUNCATE outside.%I RESTART IDENTITY CASCADE', name);
  END LOOP;
END $$
"""


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="session")
def definitions() -> Spec:
    return spec.load(settings.CHECKOUT / "specs" / "messages")


@pytest.fixture(scope="session")
def database(cluster: Any) -> Iterator[str]:
    """A database with our schema."""
    name = f"outside_{uuid4().hex[:12]}"
    cluster.create_database(name)
    dsn = cluster.dsn("postgres", database=name)
    pool = open_pool(dsn, most=1)
    migrate(pool)
    pool.close()
    yield dsn
    cluster.drop_database(name)


@pytest.fixture
def dsn(database: str) -> str:
    """The database, empty."""
    with psycopg.connect(database) as connection:
        connection.execute(_EMPTY)
    return database


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory, database: str, authority: Authority) -> Settings:
    """A whole home, with keys for everybody; no test changes it."""
    return build_home(tmp_path_factory.mktemp("outside"), database, authority)


@pytest.fixture
def home(tmp_path: Path, dsn: str, authority: Authority) -> Settings:
    """A home of one's own, to revoke in and to open doors from."""
    return build_home(tmp_path / "outside", dsn, authority)


@pytest.fixture
def country(keys: Settings, dsn: str, definitions: Spec) -> Iterator[Country]:  # noqa: ARG001  # emptied
    """The actors, met without TLS."""
    opened = open_country(keys, definitions)
    yield opened
    opened.house.pool.close()
    opened.towns.pool.close()
