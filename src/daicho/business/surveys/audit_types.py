"""Audit types of surveys (証跡の種類)."""

from daicho.foundation.audit.public import AuditType, Field, registry

FIELDS = (
    Field("number", "調査番号"),
    Field("action", "処理"),
    Field("edition", "版"),
    Field("words", "記録", personal=True),
)

SURVEY_OPENED = AuditType("surveys.opened", "実態調査の開始", FIELDS)
SURVEY_ACTED = AuditType("surveys.acted", "実態調査の記録", FIELDS)
SURVEY_CONCLUDED = AuditType("surveys.concluded", "実態調査の結論", FIELDS)
REMOVAL_BEGUN = AuditType("surveys.removal_begun", "実態調査による職権消除の下書き", FIELDS)
SURVEY_VIEWED = AuditType("surveys.viewed", "実態調査の照会", FIELDS, reads=True)
SURVEYS_LISTED = AuditType(
    "surveys.listed",
    "実態調査の一覧",
    (Field("state", "状態"), Field("page", "ページ"), Field("count", "件数")),
    reads=True,
)
FORM_OPENED = AuditType(
    "surveys.form_opened", "実態調査の対象の選択", (Field("found", "人数"),), reads=True
)
ADDRESSES_COMPARED = AuditType(
    "surveys.addresses_compared",
    "庁内の住所との照合",
    (Field("source", "照合元"), Field("rows", "行数"), Field("different", "食い違い")),
)
MISMATCHES_LISTED = AuditType(
    "surveys.mismatches_listed",
    "住所の食い違いの一覧",
    (Field("page", "ページ"), Field("count", "件数")),
    reads=True,
)
MISMATCH_SETTLED = AuditType(
    "surveys.mismatch_settled",
    "住所の食い違いの処理",
    (Field("words", "処理の内容", personal=True),),
)

registry.define(
    SURVEY_OPENED,
    SURVEY_ACTED,
    SURVEY_CONCLUDED,
    REMOVAL_BEGUN,
    SURVEY_VIEWED,
    SURVEYS_LISTED,
    FORM_OPENED,
    ADDRESSES_COMPARED,
    MISMATCHES_LISTED,
    MISMATCH_SETTLED,
)
