"""Audit types (証跡の種類) of the trail itself: whoever reads the trail is on it too (ACC-024)."""

from __future__ import annotations

from daicho.foundation.audit.domain.logs import Log
from daicho.foundation.audit.domain.types import AuditType, Field, registry

CONDITIONS = (
    Field("since", "期間の初日"),
    Field("until", "期間の末日"),
    Field("login", "操作者"),
    Field("log", "区分"),
    Field("kind", "種類"),
    Field("outcome", "結果"),
    Field("case", "異動"),
    Field("terminal", "端末"),
    Field("number_shown", "番号の表示があったものだけ"),
    Field("reference", "記録番号"),
    Field("by_person", "宛名番号による指定"),
    Field("found", "件数"),
)

TRAIL_SEARCHED = AuditType("audit.searched", "証跡の検索", CONDITIONS, reads=True)
TRAIL_EXPORTED = AuditType("audit.exported", "証跡の書出し", CONDITIONS, reads=True)
TRAIL_ANALYSED = AuditType(
    "audit.analysed", "証跡の分析", (Field("analysis", "分析"), *CONDITIONS), reads=True
)
ENTRY_VIEWED = AuditType(
    "audit.entry_viewed", "証跡1件の照会", (Field("entry", "証跡の番号"),), reads=True
)
ENTRY_REVEALED = AuditType(
    "audit.entry_revealed", "証跡の個人情報の表示", (Field("entry", "証跡の番号"),), reads=True
)
HEAD_EXPORTED = AuditType(
    "audit.head_exported", "証跡の先端の書出し", (Field("head_seq", "番号"), Field("key_id", "鍵"))
)
LOGS_SEARCHED = AuditType("audit.logs_searched", "ログの検索", CONDITIONS, reads=True)
LOGS_EXPORTED = AuditType("audit.logs_exported", "ログの書出し", CONDITIONS, reads=True)
LINES_DISPOSED = AuditType(
    "audit.lines_disposed",
    "システムログの廃棄",
    (Field("since", "最初の日"), Field("until", "最後の日"), Field("found", "日数")),
)

registry.define(
    LOGS_SEARCHED,
    LOGS_EXPORTED,
    LINES_DISPOSED,
    TRAIL_SEARCHED,
    TRAIL_EXPORTED,
    TRAIL_ANALYSED,
    ENTRY_VIEWED,
    ENTRY_REVEALED,
    HEAD_EXPORTED,
)
registry.file(Log.EXTRACTION, TRAIL_EXPORTED, LOGS_EXPORTED, HEAD_EXPORTED)
registry.file(Log.BATCH_DATA, LINES_DISPOSED)
