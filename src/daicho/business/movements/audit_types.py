"""Audit types of movements (証跡の種類)."""

from daicho.foundation.audit.public import AuditType, Field, registry

CASE_FIELDS = (
    Field("number", "受付番号"),
    Field("kind", "種類"),
    Field("edition", "版"),
    Field("confirmed", "確認した注意"),
    Field("versions", "書いた版の要約値"),
    Field("remark", "申し送り", personal=True),
)

CASE_SAVED = AuditType("movements.case_saved", "異動の下書き保存", CASE_FIELDS)
CASE_SUBMITTED = AuditType("movements.case_submitted", "異動の仮登録", CASE_FIELDS)
CASE_EXAMINED = AuditType("movements.case_examined", "異動の審査", CASE_FIELDS)
CASE_APPROVED = AuditType("movements.case_approved", "異動の決裁（本登録）", CASE_FIELDS)
CASE_RETURNED = AuditType("movements.case_returned", "異動の差戻し", CASE_FIELDS)
CASE_DISCARDED = AuditType("movements.case_discarded", "異動の破棄", CASE_FIELDS)
CASE_FORM_OPENED = AuditType(
    "movements.form_opened", "異動の入力画面", (Field("kind", "種類"),), reads=True
)
CASE_VIEWED = AuditType("movements.case_viewed", "異動の照会", CASE_FIELDS, reads=True)
CONFIRMATION_PRINTED = AuditType(
    "movements.confirmation_printed",
    "確認用帳票の出力",
    (*CASE_FIELDS, Field("pages", "枚数")),
    reads=True,
)
CASES_LISTED = AuditType(
    "movements.cases_listed",
    "異動一覧の照会",
    (Field("state", "状態"), Field("page", "ページ"), Field("count", "件数")),
    reads=True,
)

registry.define(
    CASE_SAVED,
    CASE_SUBMITTED,
    CASE_EXAMINED,
    CASE_APPROVED,
    CASE_RETURNED,
    CASE_DISCARDED,
    CASE_FORM_OPENED,
    CASE_VIEWED,
    CONFIRMATION_PRINTED,
    CASES_LISTED,
)
