"""WSGI entry of the core."""

from __future__ import annotations

import os

import structlog
from django.core.wsgi import get_wsgi_application

from daicho import __version__

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daicho.config.settings.core")
application = get_wsgi_application()
structlog.get_logger(__name__).info("web.started", version=__version__)
