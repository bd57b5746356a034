"""App configuration."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """送付先情報."""

    name = "daicho.gateways.dispatch"
    label = "dispatch"
