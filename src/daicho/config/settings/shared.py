"""Settings that every node of the building shares: a web process with its staff, its trail, its vault and its database.

Everything a town may differ in comes from the environment or from `DAICHO_HOME`; nothing secret is here.
"""

from __future__ import annotations

import os
from pathlib import Path

from daicho.config.database import connection_info
from daicho.config.home import daicho_home, read_secret
from daicho.config.profiles import profile_of
from daicho.config.settings.sign_in import *  # noqa: F403  # one subject, one file
from daicho.foundation.lines.domain.configuration import read_lines
from daicho.foundation.system_log.writing import configure

HOME: Path = daicho_home()
ROLE = os.environ.get("DAICHO_ROLE", "app")

SECRET_KEY = read_secret(HOME, "django-secret-key", env="DAICHO_SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("DAICHO_HOSTS", "localhost,127.0.0.1").split(",")
WSGI_APPLICATION = "daicho.config.wsgi.application"
SITE_ORIGIN = os.environ.get("DAICHO_ORIGIN", "http://localhost:8700")
CSRF_TRUSTED_ORIGINS = [SITE_ORIGIN]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "daicho.foundation.ui",
    "daicho.foundation.audit",
    "daicho.foundation.documents",
    "daicho.foundation.jobs",
    "daicho.foundation.lines",
    "daicho.foundation.manual",
    "daicho.foundation.outbox",
    "daicho.foundation.reconciliation",
    "daicho.foundation.staff",
    "daicho.foundation.vault",
]

MIDDLEWARE = [
    "daicho.foundation.system_log.middleware.RequestReference",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "daicho.foundation.ui.headers.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "daicho.foundation.staff.middleware.StaffSession",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "daicho.foundation.staff.context.working_place",
                "daicho.foundation.manual.context.page_of_manual",
            ],
        },
    }
]

_database = connection_info(HOME, ROLE)
DATABASES = {
    "default": {
        "ENGINE": "daicho.foundation.system_log.database",
        "HOST": _database.host,
        "PORT": _database.port,
        "NAME": _database.name,
        "USER": _database.user,
        "PASSWORD": _database.password,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": f"daicho-{ROLE}"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
}

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False

AUTH_USER_MODEL = "staff.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = SITE_ORIGIN.startswith("https://")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# イベントログ・通信ログ・エラーログ (STD-10.2): the name of the process, after how many seconds an answer counts as slow,
# and for how many days the files are kept.
LOGGING = configure(HOME, process=os.environ.get("DAICHO_PROCESS", ""))
SLOW_SECONDS = float(os.environ.get("DAICHO_SLOW_SECONDS", "5"))
SYSTEM_LOG_KEEP_DAYS = int(os.environ.get("DAICHO_SYSTEM_LOG_DAYS", "1826"))

# What its screens are headed with.
SYSTEM = "台帳"

# The municipality, and what its profile says (config/profiles).
TOWN = {
    "code": os.environ.get("DAICHO_TOWN_CODE", "072010"),
}
PROFILE = profile_of(TOWN["code"])
# バッチ処理: for how many days a result file is kept, and the program that is told of an abnormal end (STD-9.1).
JOBS_KEEP_DAYS = int(os.environ.get("DAICHO_JOBS_KEEP_DAYS", "30"))
JOBS_ALARM_PROGRAM = os.environ.get("DAICHO_ALARM_PROGRAM", "")

# What a process of jobs reads again once an hour: a dotted name, empty where there is nothing.
JOBS_REFRESH = ""
# Who connects the parts of this node, for processes that load no URLs; a dotted name, empty where nothing is to connect.
WIRING = ""
# The lines to other systems (HOME/lines/lines.json; None: none are set up), and who hears what comes in and what became
# of what was sent, who makes a lost one anew: a dotted name of a mapping by kind, empty where nobody does.
LINES = read_lines(HOME)
LINE_HANDLERS = ""
LINE_SETTLERS = ""
# Who is told of a message that was refused before its handler had a word (a wrong body), by kind; empty where nobody is.
LINE_UNHEARD = ""
LINE_MAKERS = ""
# Kinds that go in bundles and may share a transaction: their handlers touch nothing but the database.
LINE_TOGETHER = frozenset({"identity.update", "number.request", "number.assigned", "outcome"})
# Kinds whose body is in no log, backup or archive (practice.md §1, 20).
LINE_VOLATILE = frozenset({"dispatch.information"})
