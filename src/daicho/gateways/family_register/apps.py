"""App configuration."""

from django.apps import AppConfig


class FamilyRegisterConfig(AppConfig):
    """戸籍・附票."""

    name = "daicho.gateways.family_register"
    label = "family_register"
