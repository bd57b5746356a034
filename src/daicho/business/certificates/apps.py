"""App configuration."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "daicho.business.certificates"
    label = "certificates"
    verbose_name = "証明"
