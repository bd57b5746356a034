"""App configuration."""

from django.apps import AppConfig


class ExtractionConfig(AppConfig):
    name = "daicho.business.extraction"
    label = "extraction"
    verbose_name = "EUC（抽出）"
