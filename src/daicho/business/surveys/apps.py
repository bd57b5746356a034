"""App configuration."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "daicho.business.surveys"
    label = "surveys"
    verbose_name = "実態調査"
