"""App configuration."""

from django.apps import AppConfig


class ManualConfig(AppConfig):
    name = "daicho.foundation.manual"
    label = "manual"
    verbose_name = "操作の手引き"
