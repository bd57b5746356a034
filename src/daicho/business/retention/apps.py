"""App configuration."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "daicho.business.retention"
    label = "retention"
    verbose_name = "保存年限と廃棄"
