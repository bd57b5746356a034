"""App configuration."""

from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    """整合性確認."""

    name = "daicho.foundation.reconciliation"
    label = "reconciliation"
    verbose_name = "整合性確認"
