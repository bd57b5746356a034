"""A home of a test's own, within the service user's reach when the tests run as root."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from daicho.config.throw_away import make_folder
from daicho.operations.home import Home
from daicho.operations.postgres import Cluster


@pytest.fixture
def home() -> Iterator[Home]:
    folder = make_folder()
    made = Home(folder)
    made.ensure()
    yield made
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def own_cluster(home: Home) -> Iterator[Cluster]:
    """A server that a test may kill, as durable as a real one."""
    server = Cluster(home)
    server.start()
    server.provision("town")
    yield server
    server.stop()
