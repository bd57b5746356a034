"""Event list (証跡の種類の一覧): `docs/audit-events.md`, made from the registered audit types (house style 29)."""

from __future__ import annotations

from daicho.foundation.audit.domain.types import AuditType, registry

_HEAD = """# Audit events (証跡の種類)

Generated from the audit types; do not edit. Every entry also has: number, instant, actor, login, duties, purpose,
legal basis, terminal, office, case, persons concerned, whether a 個人番号 or 住民票コード was shown, outcome (済・拒否・失敗)
and the reason of a refusal. Years count from the end of the fiscal year.

| code | title | reads | fields (personal ones **bold**) | years |
|---|---|---|---|---|
"""


def audit_events_markdown() -> str:
    """The whole document; every app's `audit_types` has been imported by the wiring."""
    return _HEAD + "".join(_row(registry.by_code[code]) for code in sorted(registry.by_code))


def _row(kind: AuditType) -> str:
    fields = ", ".join(
        f"**{f.label}** (`{f.name}`)" if f.personal else f"{f.label} (`{f.name}`)"
        for f in kind.fields
    )
    reads = "yes" if kind.reads else ""
    return f"| `{kind.code}` | {kind.title} | {reads} | {fields} | {kind.keep_years} |\n"
