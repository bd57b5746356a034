"""App configuration."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "daicho.foundation.jobs"
    label = "jobs"
    verbose_name = "バッチ処理"
