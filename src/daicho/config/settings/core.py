"""Settings of the core: the register and the staff who work in it.

Everything a town may differ in comes from the environment or from `DAICHO_HOME`; nothing secret is here.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from daicho.config.database import connection_info
from daicho.config.home import daicho_home, read_secret
from daicho.config.settings.sign_in import *  # noqa: F403  # one subject, one file
from daicho.foundation.system_log.writing import configure

HOME: Path = daicho_home()
ROLE = os.environ.get("DAICHO_ROLE", "app")

SECRET_KEY = read_secret(HOME, "django-secret-key", env="DAICHO_SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("DAICHO_HOSTS", "localhost,127.0.0.1").split(",")
ROOT_URLCONF = "daicho.config.urls.core"
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
    "daicho.foundation.manual",
    "daicho.foundation.outbox",
    "daicho.foundation.staff",
    "daicho.foundation.vault",
    "daicho.registers.code_tables",
    "daicho.registers.protection",
    "daicho.registers.residents",
    "daicho.business.movements",
    "daicho.business.surveys",
    "daicho.business.certificates",
    "daicho.business.requests",
    "daicho.business.cash",
    "daicho.business.inspection",
    "daicho.business.extraction",
    "daicho.business.statistics",
    "daicho.business.retention",
    "daicho.business.downtime",
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
    "daicho.registers.code_tables.middleware.KnownEras",
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

NODE = "core"
TOWN = {
    "code": os.environ.get("DAICHO_TOWN_CODE", "072010"),
}
# 休日開庁: what is received on a closing day is decided on the next opening day unless a town decides otherwise.
APPROVAL_ON_CLOSING_DAYS = os.environ.get("DAICHO_CLOSING_DAY_APPROVAL", "off") == "on"
# まとめて決裁: how many cases one person may approve at once (STD-4.0.8).
MOVEMENTS_APPROVED_AT_ONCE = int(os.environ.get("DAICHO_APPROVED_AT_ONCE", "50"))
# 長官通知・市町村通知: the agency's name on what goes to it; what was made keeps the name of its day (IMM-008).
IMMIGRATION_ADDRESSEE = os.environ.get("DAICHO_IMMIGRATION_ADDRESSEE", "出入国在留管理庁長官")
# 付番用の住民票コード: below how many a town wants to be told (STD-4.3.1).
RESIDENT_CODE_POOL_LEVEL = int(os.environ.get("DAICHO_CODE_POOL_LEVEL", "500"))
# A receiver's check of a certificate (practice.md §1, 22): off unless a town decides otherwise. The
# address is that of the page outside; the sheet's two-dimensional code opens it at `#` and the code.
CERTIFICATE_VERIFICATION = os.environ.get("DAICHO_VERIFY", "off") == "on"
CERTIFICATE_VERIFICATION_URL = os.environ.get("DAICHO_VERIFY_URL", "")
# 文字溢れ (STD-5.8): annex (別紙に全文), limit (限界まで出す) or blank (空白で出す), after an alert in each case.
CERTIFICATE_EXCESS = os.environ.get("DAICHO_EXCESS", "annex")
# けん制地紋: off where the town prints on 改ざん防止用紙; 契印 across the sheets of one copy.
CERTIFICATE_GROUND = os.environ.get("DAICHO_GROUND", "on") == "on"
CERTIFICATE_TALLY = os.environ.get("DAICHO_TALLY", "off") == "on"
# After how many minutes a temporary lift (抑止の一時解除) returns by itself (STD-3.1).
SUPPRESSION_LIFT_MINUTES = int(os.environ.get("DAICHO_LIFT_MINUTES", "30"))
# 本人通知 (STD-8.1, an option of the standard): off unless a town decides otherwise.
THIRD_PARTY_NOTICE = os.environ.get("DAICHO_NOTICE", "off") == "on"
# Statistics: numbers from 1 up to, not including, this one are hidden (REG-086; 0: none), and the first day whose movements
# this system counts (STD-6.1: before it the former system's figures hold; empty: all that history tells).
STATISTICS_HIDE_BELOW = int(os.environ.get("DAICHO_HIDE_BELOW", "3"))
STATISTICS_FROM = (
    date.fromisoformat(os.environ["DAICHO_STATISTICS_FROM"])
    if os.environ.get("DAICHO_STATISTICS_FROM")
    else None
)
# Lists of residents as files (CSV, Excel, media): a town may forbid them (practice.md §1, 21).
LISTS_AS_FILES = os.environ.get("DAICHO_FILES", "on") == "on"
# バッチ処理: for how many days a result file is kept, and the program that is told of an abnormal end (STD-9.1).
JOBS_KEEP_DAYS = int(os.environ.get("DAICHO_JOBS_KEEP_DAYS", "30"))
JOBS_ALARM_PROGRAM = os.environ.get("DAICHO_ALARM_PROGRAM", "")
