"""App configuration."""

from django.apps import AppConfig


class MunicipalCsConfig(AppConfig):
    name = "daicho.nodes.municipal_cs"
    label = "municipal_cs"
    verbose_name = "市町村CS"
