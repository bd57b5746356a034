"""App configuration."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """本人確認・照会・番号."""

    name = "daicho.gateways.identity"
    label = "identity"
