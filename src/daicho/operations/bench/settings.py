"""Settings of the server that is measured: the core's, with two bare views beside its screens."""

from __future__ import annotations

from daicho.config.settings.core import *  # noqa: F403  # one setting differs

ROOT_URLCONF = "daicho.operations.bench.urls"
