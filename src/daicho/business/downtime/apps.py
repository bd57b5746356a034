"""App configuration."""

from django.apps import AppConfig


class DowntimeConfig(AppConfig):
    name = "daicho.business.downtime"
    label = "downtime"
    verbose_name = "電算停止時の運用"
