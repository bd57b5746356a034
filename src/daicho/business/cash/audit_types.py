"""Audit types of cash (証跡の種類): every yen taken, given back, counted and handed on."""

from daicho.foundation.audit.public import AuditType, Field, Log, registry

FIELDS = (
    Field("number", "番号"),
    Field("account", "会計番号"),
    Field("method", "支払方法"),
    Field("yen", "金額"),
    Field("change", "お釣り"),
    Field("sheets", "件数"),
    Field("exemptions", "減免"),
    Field("state", "状態"),
    Field("day", "日"),
    Field("office", "場所"),
    Field("difference", "過不足"),
    Field("count", "行数"),
    Field("reason", "理由", personal=True),
)
ACCOUNT_OPENED = AuditType("cash.account_opened", "会計の作成", FIELDS)
ACCOUNT_DROPPED = AuditType("cash.account_dropped", "会計の取りやめ", FIELDS)
PAYMENT_TAKEN = AuditType("cash.payment_taken", "手数料の収納", FIELDS)
PAYMENT_FAILED = AuditType("cash.payment_failed", "決済できなかった支払", FIELDS)
PAYMENT_CANCELLED = AuditType("cash.payment_cancelled", "収納の取消し", FIELDS)
CORRECTION_ASKED = AuditType("cash.correction_asked", "誤徴収の訂正の申出", FIELDS)
CORRECTION_DECIDED = AuditType("cash.correction_decided", "誤徴収の訂正の承認", FIELDS)
CORRECTION_DONE = AuditType("cash.correction_done", "誤徴収の還付・追徴", FIELDS)
RECEIPT_PRINTED = AuditType("cash.receipt_printed", "領収書の印刷", FIELDS)
DRAWER_OPENED = AuditType("cash.drawer_opened", "レジの開け", FIELDS)
DRAWER_COUNTED = AuditType("cash.drawer_counted", "レジの計数", FIELDS)
DRAWER_SENT_BACK = AuditType("cash.drawer_sent_back", "レジの数え直し", FIELDS)
DRAWER_CLOSED = AuditType("cash.drawer_closed", "レジの締め", FIELDS)
OFFICE_DAY_CLOSED = AuditType("cash.office_day_closed", "日計の締め", FIELDS)
TILL_OPENED = AuditType("cash.till_opened", "会計の画面", FIELDS, reads=True)
LEDGER_READ = AuditType("cash.ledger_read", "収納の照会", FIELDS, reads=True)

registry.define(
    ACCOUNT_OPENED,
    ACCOUNT_DROPPED,
    PAYMENT_TAKEN,
    PAYMENT_FAILED,
    PAYMENT_CANCELLED,
    CORRECTION_ASKED,
    CORRECTION_DECIDED,
    CORRECTION_DONE,
    RECEIPT_PRINTED,
    DRAWER_OPENED,
    DRAWER_COUNTED,
    DRAWER_SENT_BACK,
    DRAWER_CLOSED,
    OFFICE_DAY_CLOSED,
    TILL_OPENED,
    LEDGER_READ,
)
registry.file(Log.PAPER, RECEIPT_PRINTED)
