"""App configuration."""

from django.apps import AppConfig


class ImmigrationConfig(AppConfig):
    """入管庁の回線."""

    name = "daicho.gateways.immigration"
    label = "immigration"
