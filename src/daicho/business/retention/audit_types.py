"""Audit types of retention (証跡の種類): what goes is on the trail by file, count and digest; never whose it was."""

from daicho.foundation.audit.public import AuditType, Field, Log, registry

PLAN_FIELDS = (
    Field("number", "廃棄の番号"),
    Field("files", "文書の種類"),
    Field("due", "件数"),
    Field("kept_back", "保存を続ける件数"),
    Field("digest", "計画の指紋"),
)

PLAN_DRAFTED = AuditType("retention.drafted", "廃棄の試算", PLAN_FIELDS, keep_years=30)
PLAN_APPROVED = AuditType("retention.approved", "廃棄の承認", PLAN_FIELDS, keep_years=30)
PLAN_WITHDRAWN = AuditType("retention.withdrawn", "廃棄の取りやめ", PLAN_FIELDS)
PLAN_RESUMED = AuditType("retention.resumed", "廃棄の再開", PLAN_FIELDS, keep_years=30)
PLAN_ENDED = AuditType("retention.ended", "廃棄の終了", PLAN_FIELDS, keep_years=30)
ERASED = AuditType(
    "retention.erased",
    "廃棄（消去の受領書）",
    (
        Field("number", "廃棄の番号"),
        Field("file", "文書の種類"),
        Field("title", "名称"),
        Field("before", "この日より前に終わったもの"),
        Field("method", "方法"),
    ),
    keep_years=30,
)
REAPPLIED = AuditType(
    "retention.reapplied",
    "復元後の再廃棄",
    (Field("number", "廃棄の番号"), Field("files", "文書の種類")),
    keep_years=30,
)
TRACES_DISPOSED = AuditType(
    "retention.traces_disposed", "ログインの補助の記録の廃棄", (Field("before", "この日より前"),)
)
HOLD_FIELDS = (
    Field("file", "文書の種類"),
    Field("number", "番号"),
    Field("reason", "理由", personal=True),
)
HOLD_SET = AuditType("retention.hold_set", "廃棄の保留", HOLD_FIELDS)
HOLD_ENDED = AuditType("retention.hold_ended", "廃棄の保留の解除", HOLD_FIELDS)
HOLDS_LISTED = AuditType(
    "retention.holds_listed", "廃棄の保留の一覧", (Field("count", "件数"),), reads=True
)
PLAN_VIEWED = AuditType("retention.viewed", "廃棄の計画の照会", PLAN_FIELDS, reads=True)
PLAN_PRINTED = AuditType("retention.printed", "廃棄の受領書の印刷", PLAN_FIELDS, reads=True)
PLANS_LISTED = AuditType(
    "retention.listed", "保存年限と廃棄の一覧", (Field("count", "件数"),), reads=True
)
ERASED_LOOKED_UP = AuditType(
    "retention.looked_up",
    "廃棄済の照会",
    (Field("number", "番号"), Field("found", "件数")),
    reads=True,
)

registry.define(
    PLAN_DRAFTED,
    PLAN_APPROVED,
    PLAN_WITHDRAWN,
    PLAN_RESUMED,
    PLAN_ENDED,
    ERASED,
    REAPPLIED,
    TRACES_DISPOSED,
    HOLD_SET,
    HOLD_ENDED,
    HOLDS_LISTED,
    PLAN_VIEWED,
    PLAN_PRINTED,
    PLANS_LISTED,
    ERASED_LOOKED_UP,
)
registry.file(
    Log.BATCH_DATA,
    PLAN_DRAFTED,
    PLAN_APPROVED,
    PLAN_WITHDRAWN,
    PLAN_RESUMED,
    PLAN_ENDED,
    ERASED,
    REAPPLIED,
    TRACES_DISPOSED,
    HOLD_SET,
    HOLD_ENDED,
)
registry.file(Log.PAPER, PLAN_PRINTED)
