"""App configuration."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "daicho.registers.protection"
    label = "protection"
    verbose_name = "抑止・支援措置"
