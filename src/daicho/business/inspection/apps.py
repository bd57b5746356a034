"""App configuration."""

from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "daicho.business.inspection"
    label = "inspection"
    verbose_name = "閲覧と名簿"
