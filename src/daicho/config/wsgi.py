"""WSGI entry of the core."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daicho.config.settings.core")
application = get_wsgi_application()
