"""App configuration."""

from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "daicho.registers.residents"
    label = "residents"
    verbose_name = "住民記録"
