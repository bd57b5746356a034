"""Words of operations (職務・利用目的・見出し): who, for what and under which heading, named once for every row of the table."""

from __future__ import annotations

from typing import Final

from daicho.kernel.access import Duty, Purpose

ANYONE: Final[frozenset[Duty]] = frozenset()
DESK = frozenset({Duty.COUNTER, Duty.EXAMINE, Duty.DECIDE})
# Who looks after protection must find those who ask for it.
LOOKERS = DESK | {Duty.PROTECT}
NUMBERS = frozenset({Duty.COUNTER, Duty.EXAMINE})
COUNTER = frozenset({Duty.COUNTER})
EXAMINE = frozenset({Duty.EXAMINE})
DECIDE = frozenset({Duty.DECIDE})
ADMINISTER = frozenset({Duty.ADMINISTER})
RESTRICT = frozenset({Duty.RESTRICT})
BATCH = frozenset({Duty.BATCH})
ASSIGN = frozenset({Duty.ASSIGN_CODES})
AUDIT = frozenset({Duty.AUDIT})
PROTECT = frozenset({Duty.PROTECT})
SECOND = frozenset({Duty.EXAMINE, Duty.DECIDE})
PROTECT_VIEW = frozenset({Duty.PROTECT_VIEW})
SUPPRESS = frozenset({Duty.PROTECT, Duty.EXAMINE, Duty.DECIDE})
RELEASE = frozenset({Duty.PROTECT, Duty.DECIDE})
POOL = frozenset({Duty.COUNTER, Duty.EXAMINE, Duty.DECIDE, Duty.ADMINISTER})
LIFT = frozenset({Duty.PROTECT, Duty.EXAMINE})
EXTRACT = frozenset({Duty.EXTRACT})
EXTRACT_VIEW = frozenset({Duty.EXTRACT, Duty.DECIDE, Duty.AUDIT})

# Who sees where messages stand, and who may send or stop one.
WATCHERS = DESK | {Duty.ADMINISTER, Duty.AUDIT}
SENDERS = NUMBERS | {Duty.ADMINISTER}
# Whoever is charged with something; what a job itself does is asked by the operation of its kind.
STAFF = frozenset(Duty) - {Duty.SYSTEM}

LOOK = (Purpose.INQUIRY, Purpose.MOVEMENT, Purpose.CERTIFICATE, Purpose.CORRECTION)
CHANGE = (Purpose.MOVEMENT, Purpose.CORRECTION)
ISSUE = (Purpose.CERTIFICATE,)
NUMBER_USE = (Purpose.MOVEMENT, Purpose.CERTIFICATE)
COUNT = (Purpose.STATISTICS, Purpose.BATCH)
SHIELD = (Purpose.PROTECTION, *LOOK)
CONTROL = (Purpose.ADMINISTRATION,)
INSPECT = (Purpose.AUDIT,)
LISTS = (Purpose.BATCH, Purpose.CERTIFICATE, Purpose.INQUIRY)
EXTRACTIONS = (*LISTS, Purpose.STATISTICS, Purpose.AUDIT)
RECONCILE = (*CHANGE, Purpose.BATCH)
WHATEVER = (Purpose.ADMINISTRATION, *(p for p in Purpose if p is not Purpose.ADMINISTRATION))

RESIDENTS, MOVEMENTS, CERTIFICATES = "住民", "異動", "証明"
INSPECTION = "閲覧・名簿"
STATISTICS = "統計"
EUC = "EUC"
PROTECTION = "抑止・支援措置"
CASH = "手数料"
REQUESTS = "請求の受付"
CARDS = "カード"
AUDITING, ADMINISTRATION, OWN = "監査", "管理", "自分の設定"
NETWORK = "住基ネット"
GUIDE = "手引き"
LINES = "電文と回線"
FAMILY_REGISTER = "戸籍・附票"
MENU: Final = (
    *(RESIDENTS, REQUESTS, MOVEMENTS, CERTIFICATES, CASH, NETWORK, CARDS),
    *(FAMILY_REGISTER, PROTECTION, INSPECTION, EUC),
    *(STATISTICS, LINES, AUDITING, ADMINISTRATION, OWN, GUIDE),
)
"""The headings of the menu in their order: what the counter does all day first, running the system after all business.

A node's own headings stand before those that it shares.
"""
