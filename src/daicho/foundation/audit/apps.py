"""App configuration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "daicho.foundation.audit"
    label = "audit"
    verbose_name = "証跡"
