"""App configuration."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "daicho.business.statistics"
    label = "statistics"
    verbose_name = "統計"
