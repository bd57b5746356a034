"""App configuration."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "daicho.foundation.staff"
    label = "staff"
    verbose_name = "職員"
