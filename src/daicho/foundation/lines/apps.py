"""App configuration."""

from django.apps import AppConfig


class LinesConfig(AppConfig):
    name = "daicho.foundation.lines"
    label = "lines"
    verbose_name = "回線"
