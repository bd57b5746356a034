"""App configuration."""

from django.apps import AppConfig


class CashConfig(AppConfig):
    name = "daicho.business.cash"
    label = "cash"
    verbose_name = "手数料の収納"
