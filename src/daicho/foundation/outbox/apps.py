"""App configuration."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "daicho.foundation.outbox"
    label = "outbox"
    verbose_name = "送り箱"
