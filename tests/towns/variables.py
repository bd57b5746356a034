"""Variables (環境変数): those of this process without what belongs to the tests' own installation."""

from __future__ import annotations

import os
from collections.abc import Mapping

from daicho.operations.home import CHECKOUT, Home
from daicho.operations.node import variables

_OF_THE_TESTS = (
    "DJANGO_SETTINGS_MODULE",
    "DAICHO_HOME",
    "DAICHO_ROLE",
    "DAICHO_SECRET_KEY",
    "DAICHO_STAFF_DATA_KEY",
    "DAICHO_ORIGIN",
    "DAICHO_DATABASE_URL",
)


def clean(told: Mapping[str, str], **more: str) -> dict[str, str]:
    """The variables for a process of another installation; `more` is what it is told about itself."""
    kept = {name: text for name, text in told.items() if name not in _OF_THE_TESTS}
    path = f"{CHECKOUT / 'src'}:{CHECKOUT}"
    return kept | {"PYTHONPATH": path, "PYTHONUNBUFFERED": "1"} | more


def installation(home: Home, **more: str) -> dict[str, str]:
    """The variables for a process of an installation."""
    own = {"DAICHO_HOME": str(home.root), "DAICHO_ROLE": "app"} | variables(home)
    return clean(os.environ, **own, **more)
