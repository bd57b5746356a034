"""Settings of the CS's tests: the node's, in the home of tests that lasts as long as the process."""

from __future__ import annotations

# First: it makes the home before the node's settings look for it.
from daicho.config.settings import testing  # isort: skip
from daicho.config.settings.municipal_cs import *  # noqa: F403

PASSWORD_HASHERS = testing.PASSWORD_HASHERS
STORAGES = testing.STORAGES
