"""App configuration."""

from django.apps import AppConfig


class MovementsConfig(AppConfig):
    name = "daicho.business.movements"
    label = "movements"
    verbose_name = "異動"
