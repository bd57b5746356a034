"""The Django app `ui`."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Screens (画面)."""

    name = "daicho.foundation.ui"
    label = "ui"
    verbose_name = "画面"
