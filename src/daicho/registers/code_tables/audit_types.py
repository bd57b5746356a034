"""Audit types of the code tables (証跡の種類): who changed what a table says, from when, and why."""

from __future__ import annotations

from daicho.foundation.audit.public import AuditType, Field, Log, registry

_ROW = (
    Field("table", "コード表"),
    Field("code", "コード"),
    Field("from", "適用する日"),
    Field("until", "適用しなくなる日"),
    Field("closed", "置き換えた行の数"),
    Field("reason", "理由"),
)
KEPT = AuditType("code_tables.row_kept", "コード表の登録・訂正", _ROW)
ENDED = AuditType("code_tables.row_ended", "コード表の行の廃止", _ROW)
UNDONE = AuditType("code_tables.row_undone", "コード表の処理の取消し", _ROW)
IMPORTED = AuditType(
    "code_tables.imported",
    "コード表のファイル取込み",
    (
        Field("table", "コード表"),
        Field("rows", "行数"),
        Field("digest", "ファイルの要約値"),
        Field("reason", "理由"),
    ),
)
registry.define(KEPT, ENDED, UNDONE, IMPORTED)
registry.file(Log.SETTING, KEPT, ENDED, UNDONE, IMPORTED)
