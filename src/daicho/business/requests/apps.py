"""App configuration."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "daicho.business.requests"
    label = "requests"
    verbose_name = "請求の受付"
