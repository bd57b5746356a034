"""Keys of a vault for the tests that prepare batches without a database."""

from __future__ import annotations

import pytest
from django.conf import settings

from daicho.foundation.vault import keys


@pytest.fixture
def vault_keys() -> None:
    """A ring in the tests' home."""
    if not keys.path_in(settings.HOME).exists():
        keys.create(settings.HOME)
