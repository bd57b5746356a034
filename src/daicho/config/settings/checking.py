"""Settings of the type check: those of every node at once, so that every model and setting is known. Nothing runs on them."""

from __future__ import annotations

# First: it makes the home before a node's settings look for it.
from daicho.config.settings import testing  # isort: skip
from daicho.config.settings.municipal_cs import *  # noqa: F403
from daicho.config.settings.testing import *  # noqa: F403

INSTALLED_APPS = [*testing.INSTALLED_APPS, "daicho.nodes.municipal_cs"]
