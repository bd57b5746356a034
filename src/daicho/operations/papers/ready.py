"""Ready (準備): Django set up for papers alone. They speak of the code, so no installation is needed."""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType

import django

SETTINGS = "daicho.config.settings.testing"


def load(module: str) -> ModuleType:
    """A module of this package that asks Django, imported after the apps are there."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()
    return import_module(f"{__package__}.{module}")
