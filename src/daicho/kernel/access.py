"""Access (アクセス): who acts, in which duty, why, on what ground, from where.

Every command and every selector of personal data takes an `Access` as its first argument, without
a default (house style 15). An access is made once per request by `foundation.staff`, or by a batch
job for itself; nobody else may invent one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID


class Duty(StrEnum):
    """Duty (職務): what a person may be charged with, for a period; never a rank (STD-10.3)."""

    COUNTER = "counter"
    EXAMINE = "examine"
    DECIDE = "decide"
    PROTECT = "protect"
    PROTECT_VIEW = "protect_view"
    EXTRACT = "extract"
    BATCH = "batch"
    ASSIGN_CODES = "assign_codes"
    ADMINISTER = "administer"
    RESTRICT = "restrict"
    AUDIT = "audit"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        return _DUTY_LABELS[self]


_DUTY_LABELS = {
    Duty.COUNTER: "窓口",
    Duty.EXAMINE: "審査",
    Duty.DECIDE: "決裁",
    Duty.PROTECT: "支援措置",
    Duty.PROTECT_VIEW: "支援対象者照会",
    Duty.EXTRACT: "EUC",
    Duty.BATCH: "バッチ",
    Duty.ASSIGN_CODES: "住民票コード付番",
    Duty.ADMINISTER: "管理",
    Duty.RESTRICT: "権限設定",
    Duty.AUDIT: "監査",
    Duty.SYSTEM: "システム",
}


class Purpose(StrEnum):
    """Purpose (利用目的): why personal data is touched; part of every audit entry (ACC)."""

    MOVEMENT = "movement"
    CERTIFICATE = "certificate"
    INQUIRY = "inquiry"
    CORRECTION = "correction"
    PROTECTION = "protection"
    ADMINISTRATION = "administration"
    AUDIT = "audit"
    BATCH = "batch"
    STATISTICS = "statistics"

    @property
    def label(self) -> str:
        return _PURPOSE_LABELS[self]


_PURPOSE_LABELS = {
    Purpose.MOVEMENT: "異動の受付・審査・決裁",
    Purpose.CERTIFICATE: "証明書の交付",
    Purpose.INQUIRY: "窓口・電話の問合せへの回答",
    Purpose.CORRECTION: "記載の確認・修正",
    Purpose.PROTECTION: "支援措置・抑止の事務",
    Purpose.ADMINISTRATION: "システムの管理",
    Purpose.AUDIT: "監査・点検",
    Purpose.BATCH: "一括処理",
    Purpose.STATISTICS: "統計の作成",
}


@dataclass(frozen=True, slots=True)
class Access:
    """One actor's standing for one act.

    `duties` are those in force today; `terminal` is the enrolled device's name (never a header);
    `basis` is the article relied on where the act needs one; `case_ref` ties the act to a case.
    `withheld` are the operations that the 事務分掌 of the office or the duties keeps from the actor today.
    `function` is the operation asked for (or the kind of a job), `screen` the page it was asked on, `request` the
    reference of the request, by which the system log is found beside the trail (STD-10.2).
    """

    staff_key: UUID
    login: str
    name: str
    duties: frozenset[Duty]
    purpose: Purpose
    terminal: str
    office: str
    basis: str = ""
    case_ref: UUID | None = None
    withheld: frozenset[str] = frozenset()
    function: str = ""
    screen: str = ""
    request: str = ""

    def has(self, *duties: Duty) -> bool:
        """Whether any of the duties is held."""
        return not self.duties.isdisjoint(duties)

    def serving(self, purpose: Purpose, *, basis: str = "") -> Access:
        """The same actor, acting for another stated purpose."""
        return replace(self, purpose=purpose, basis=basis or self.basis)

    def on_case(self, case_ref: UUID) -> Access:
        """The same actor, acting within a case (異動)."""
        return replace(self, case_ref=case_ref)
