"""Audit types (証跡の種類): what each entry says, which of its fields are personal, how long it is kept.

A type knows how to display itself and how to leave personal data out of itself (house style 29).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from daicho.foundation.audit.domain.logs import PRINT_FIELDS, Facet, Log


class Outcome(StrEnum):
    """How the act ended: done, refused (a rule said no), failed (the machinery broke)."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {"done": "済", "refused": "拒否", "failed": "失敗"}[self.value]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry's detail."""

    name: str
    label: str
    personal: bool = False


@dataclass(frozen=True, slots=True)
class AuditType:
    """One kind of entry.

    `keep_years` counts from the end of the fiscal year (既存住基のログは10年以上, standards.md §1.7).
    """

    code: str
    title: str
    fields: tuple[Field, ...] = ()
    keep_years: int = 10
    reads: bool = False

    def check_detail(self, detail: Mapping[str, object]) -> None:
        """Refuse a field that the type does not list: it would be shown to nobody and kept for ever."""
        unknown = set(detail) - {f.name for f in self.fields}
        if unknown:
            raise KeyError(f"audit type {self.code} has no field {sorted(unknown)}")

    def sentence(self, detail: Mapping[str, object], *, with_personal: bool) -> str:
        """One line for a person: labelled values, personal ones only for whoever may see them."""
        parts = [
            f"{f.label} {'（非表示）' if f.personal and not with_personal else detail[f.name]}"
            for f in self.fields
            if detail.get(f.name) not in (None, "", [], {})
        ]
        return "、".join(parts)


@dataclass(slots=True)
class Registry:
    """All audit types, by code; filled when the apps' `audit_types` modules are imported by the wiring."""

    by_code: dict[str, AuditType] = field(default_factory=dict)
    filed: dict[str, Log] = field(default_factory=dict)

    def define(self, *types: AuditType) -> None:
        for each in types:
            known = self.by_code.setdefault(each.code, each)
            if known != each:
                raise KeyError(f"two audit types are called {each.code}")

    def file(self, log: Log, *types: AuditType) -> None:
        """Say to which log of the standard types belong; what nobody files is 照会 where it reads, else other work."""
        for each in types:
            if self.filed.setdefault(each.code, log) is not log:
                raise KeyError(f"audit type {each.code} is filed under two logs")

    def log_of(self, code: str) -> Log:
        known = self.by_code.get(code)
        reads = known is not None and known.reads
        return self.filed.get(code, Log.INQUIRY if reads else Log.OTHER)

    def codes_of(self, facet: Facet) -> list[str]:
        """The codes of the types that a choice of the auditor finds."""
        if facet.log is None:
            return [
                c for c, t in self.by_code.items() if {f.name for f in t.fields} >= PRINT_FIELDS
            ]
        return [code for code in self.by_code if self.log_of(code) is facet.log]

    def title(self, code: str) -> str:
        return self.by_code[code].title if code in self.by_code else code


registry = Registry()
