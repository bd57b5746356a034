"""A town's register, CS and gateway, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from daicho.foundation.lines.tests.conftest import own_settings
from daicho.nodes.jukinet_gateway.tests.between import Between, make_between
from daicho.operations.postgres import Cluster

__all__ = ["own_settings"]


@pytest.fixture
def between(
    cluster: Cluster, template: str, tmp_path: Path, fresh_database: str, settings: Any
) -> Iterator[Between]:  # Any: pytest-django's wrapper
    assert fresh_database
    assert settings
    found = make_between(cluster, template, tmp_path)
    yield found
    found.stop(cluster)
