"""App configuration."""

from django.apps import AppConfig


class WideAreaConfig(AppConfig):
    """広域交付."""

    name = "daicho.gateways.wide_area"
    label = "wide_area"
