"""Settings of the core: the register and the staff who work in it."""

from __future__ import annotations

import os
from datetime import date

from daicho.config.settings import shared
from daicho.config.settings.shared import *  # noqa: F403  # what every node has

ROOT_URLCONF = "daicho.config.urls.core"

INSTALLED_APPS = [
    *shared.INSTALLED_APPS,
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
    "daicho.gateways.cards",
    "daicho.gateways.jukinet",
    "daicho.gateways.family_register",
    "daicho.gateways.dispatch",
    "daicho.gateways.immigration",
    "daicho.gateways.wide_area",
    "daicho.gateways.identity",
]
MIDDLEWARE = [*shared.MIDDLEWARE, "daicho.registers.code_tables.middleware.KnownEras"]

NODE = "core"
# What works behind the screens (`daicho worker`).
WORKER = "daicho.config.worker.run"
WIRING = "daicho.config.wiring.connect"
JOBS_REFRESH = "daicho.registers.code_tables.public.load_eras"
LINE_HANDLERS = "daicho.config.lines_core.HANDLERS"
LINE_SETTLERS = "daicho.config.lines_core.SETTLERS"
LINE_MAKERS = "daicho.config.lines_core.MAKERS"
# The rows of a node besides what every node offers (foundation/staff/operations.py); the core has the whole table.
NODE_OPERATIONS = ""
# 休日開庁: what is received on a closing day is decided on the next opening day unless a town decides otherwise.
APPROVAL_ON_CLOSING_DAYS = os.environ.get("DAICHO_CLOSING_DAY_APPROVAL", "off") == "on"
# まとめて決裁: how many cases one person may approve at once (STD-4.0.8).
MOVEMENTS_APPROVED_AT_ONCE = int(os.environ.get("DAICHO_APPROVED_AT_ONCE", "50"))
# 長官通知・市町村通知: the agency's name on what goes to it; what was made keeps the name of its day (IMM-008).
IMMIGRATION_ADDRESSEE = os.environ.get("DAICHO_IMMIGRATION_ADDRESSEE", "出入国在留管理庁長官")
# 市町村通知のファイル: the public key (age1…) of the liaison terminal, for which alone a file is sealed (IMM-002).
IMMIGRATION_RECIPIENT = os.environ.get("DAICHO_IMMIGRATION_RECIPIENT", "")
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
