"""Audit types of extraction (証跡の種類): who, for what, on what ground, which items of whom, how many, in which file."""

from daicho.foundation.audit.domain.logs import Log
from daicho.foundation.audit.public import AuditType, Field, registry

FIELDS = (
    Field("number", "依頼の番号"),
    Field("title", "名称"),
    Field("source", "データ"),
    Field("query", "内容", personal=True),
    Field("items", "項目"),
    Field("purpose", "目的"),
    Field("basis", "根拠"),
    Field("output", "出力形式"),
    Field("files", "ファイル名"),
    Field("people", "人数"),
    Field("left_out", "抑止により除いた人数"),
    Field("state", "状態"),
    Field("page", "ページ"),
    Field("words", "理由"),
)
COMPOSED = AuditType("extraction.composed", "抽出の控えの保存・削除", FIELDS)
OPENED = AuditType("extraction.opened", "抽出の控え・索引の照会", FIELDS, reads=True)
PREVIEWED = AuditType("extraction.previewed", "抽出の件数と先頭の確認", FIELDS, reads=True)
ASKED = AuditType("extraction.asked", "抽出の依頼", FIELDS)
DECIDED = AuditType("extraction.decided", "抽出の承認・不承認", FIELDS)
ORDER_VIEWED = AuditType("extraction.order_viewed", "抽出の依頼の照会", FIELDS, reads=True)
EXTRACTED = AuditType("extraction.made", "データ抽出（EUC）", FIELDS, reads=True)
registry.define(COMPOSED, OPENED, PREVIEWED, ASKED, DECIDED, ORDER_VIEWED, EXTRACTED)
registry.file(Log.EXTRACTION, PREVIEWED, EXTRACTED)
