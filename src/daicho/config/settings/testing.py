"""Settings of the tests: the core's, in a home of its own that lasts as long as the process."""

from __future__ import annotations

import atexit
import os
import shutil

from daicho.config.throw_away import make_folder

# Before the core's settings look for the home and its secrets.
_home = make_folder()
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["DAICHO_HOME"] = str(_home)
(_home / "static").mkdir()
os.environ["DAICHO_SECRET_KEY"] = "only-for-tests"
os.environ["DAICHO_STAFF_DATA_KEY"] = "dGVzdHMgb25seSwgMzIgYnl0ZXMgb2Yga2V5IGhlcmU="
os.environ.pop("DAICHO_DATABASE_URL", None)
os.environ["DAICHO_ROLE"] = "app"
# Tests that run by the real calendar approve on a Sunday too; those about closing days set their own.
os.environ["DAICHO_CLOSING_DAY_APPROVAL"] = "on"
# Playwright keeps a loop running in the tests' own thread; Django would take it for an async caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from daicho.config.settings.core import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
