"""App configuration."""

from django.apps import AppConfig


class JukinetConfig(AppConfig):
    """CSコネクタ."""

    name = "daicho.gateways.jukinet"
    label = "jukinet"
