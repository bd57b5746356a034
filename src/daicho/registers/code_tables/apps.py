"""App configuration."""

from django.apps import AppConfig


class CodeTablesConfig(AppConfig):
    name = "daicho.registers.code_tables"
    label = "code_tables"
    verbose_name = "コード表"
