"""The Django app `documents`."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents (帳票)."""

    name = "daicho.foundation.documents"
    label = "documents"
    verbose_name = "帳票"
