"""Audit types of requests (証跡の種類); what was typed of a person is never in them, only codes and counts."""

from daicho.foundation.audit.public import AuditType, Field, registry

FIELDS = (
    Field("number", "受付番号"),
    Field("action", "処理"),
    Field("edition", "版"),
    Field("state", "状態"),
    Field("requester", "請求者の区分"),
    Field("form", "様式"),
    Field("outcome", "結果"),
    Field("rows", "断った行"),
    Field("words", "記録", personal=True),
)
REQUEST_RECEIVED = AuditType("requests.received", "請求の受付", FIELDS)
APPLICATIONS_IMPORTED = AuditType(
    "requests.applications_imported",
    "交付申請書のデータの取込み",
    (Field("file", "ファイル"), Field("applications", "申請の数")),
)
REQUEST_ACTED = AuditType("requests.acted", "請求の処理", FIELDS)
CARD_COMPARED = AuditType("requests.card_compared", "本人確認書類の照合", FIELDS)
REQUEST_DECIDED = AuditType("requests.decided", "交付・不交付の決定", FIELDS)
HANDED_OVER = AuditType("requests.handed_over", "証明書の引渡し", FIELDS)
HANDOVER_STOPPED = AuditType("requests.handover_stopped", "引渡しの取違えの防止", FIELDS)
DISPATCHED = AuditType("requests.dispatched", "発送と返戻", FIELDS)
MOVE_OUT_OPENED = AuditType("requests.move_out_opened", "郵送転出の入力", FIELDS)
REQUEST_VIEWED = AuditType("requests.viewed", "請求の照会", FIELDS, reads=True)
PEOPLE_SOUGHT = AuditType(
    "requests.people_sought",
    "請求書と台帳の突合",
    (Field("number", "受付番号"), Field("found", "件数")),
    reads=True,
)
LIST_FIELDS = (
    Field("day", "日"),
    Field("state", "状態"),
    Field("page", "ページ"),
    Field("count", "件数"),
)
REQUESTS_LISTED = AuditType("requests.listed", "受付一覧", LIST_FIELDS, reads=True)
DISPATCHES_LISTED = AuditType("requests.dispatches_listed", "発送簿の照会", LIST_FIELDS, reads=True)
INQUIRY_FIELDS = (
    Field("number", "照会番号"),
    Field("action", "処理"),
    Field("edition", "版"),
    Field("basis", "法的根拠"),
    Field("reason", "照会の理由"),
    Field("items", "照会された事項"),
    Field("approver", "決裁した人"),
    Field("found", "件数"),
    Field("words", "記録", personal=True),
)
INQUIRY_OPENED = AuditType("requests.inquiry_opened", "他機関からの照会の受付", INQUIRY_FIELDS)
INQUIRY_ACTED = AuditType("requests.inquiry_acted", "照会回答の処理", INQUIRY_FIELDS)
INQUIRY_DECIDED = AuditType("requests.inquiry_decided", "照会回答の決裁", INQUIRY_FIELDS)
INQUIRY_ANSWERED = AuditType("requests.inquiry_answered", "照会への回答", INQUIRY_FIELDS)
INQUIRY_VIEWED = AuditType(
    "requests.inquiry_viewed", "照会の内容の照会", INQUIRY_FIELDS, reads=True
)
INQUIRIES_LISTED = AuditType("requests.inquiries_listed", "照会の一覧", LIST_FIELDS, reads=True)
CALL_FIELDS = (
    Field("topic", "用件"),
    Field("number", "受付番号"),
    Field("answered", "答えたか"),
    Field("why", "答えた・答えなかった理由"),
)
CALL_ANSWERED = AuditType("requests.call_answered", "電話照会への回答", CALL_FIELDS)
CALLS_LISTED = AuditType("requests.calls_listed", "電話照会の記録の照会", LIST_FIELDS, reads=True)

registry.define(
    REQUEST_RECEIVED,
    APPLICATIONS_IMPORTED,
    REQUEST_ACTED,
    CARD_COMPARED,
    REQUEST_DECIDED,
    HANDED_OVER,
    HANDOVER_STOPPED,
    DISPATCHED,
    MOVE_OUT_OPENED,
    REQUEST_VIEWED,
    PEOPLE_SOUGHT,
    REQUESTS_LISTED,
    DISPATCHES_LISTED,
    INQUIRY_OPENED,
    INQUIRY_ACTED,
    INQUIRY_DECIDED,
    INQUIRY_ANSWERED,
    INQUIRY_VIEWED,
    INQUIRIES_LISTED,
    CALL_ANSWERED,
    CALLS_LISTED,
)
