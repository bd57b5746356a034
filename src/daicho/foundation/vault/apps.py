"""App configuration."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "daicho.foundation.vault"
    label = "vault"
    verbose_name = "番号の保管"
