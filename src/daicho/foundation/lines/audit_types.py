"""Audit types of lines (証跡の種類): no entry carries a body, nor whom a message is about."""

from daicho.foundation.audit.public import AuditType, Field, registry

_MESSAGE = (
    Field("message", "電文番号"),
    Field("kind", "種類"),
    Field("thread", "一連の番号"),
    Field("party", "相手方"),
)
_PROOF = (Field("certificate", "証明書番号"),)

MESSAGE_SENT = AuditType(
    "lines.sent",
    "電文の送信",
    (*_MESSAGE, *_PROOF, Field("outcome", "結果"), Field("problems", "理由の符号")),
)
MESSAGE_RECEIVED = AuditType(
    "lines.received",
    "電文の受信",
    (
        *_MESSAGE,
        *_PROOF,
        Field("peer", "接続した相手"),
        Field("address", "番地"),
        Field("outcome", "応答"),
        Field("problems", "理由の符号"),
    ),
)
MESSAGE_SETTLED = AuditType(
    "lines.settled", "保留した電文の処理", (*_MESSAGE, Field("outcome", "結果"))
)
MESSAGE_RESENT = AuditType("lines.resent", "電文の手による送信", _MESSAGE)
MESSAGE_STOPPED = AuditType("lines.stopped", "電文の中止", _MESSAGE)
MESSAGE_MADE_ANEW = AuditType("lines.made_anew", "電文の作り直し", _MESSAGE)
MESSAGE_PASSED_OVER = AuditType(
    "lines.passed_over",
    "欠けた電文を待たない処理",
    (*_MESSAGE, Field("missing", "欠けた電文の数")),
)
LINE_SWITCHED = AuditType(
    "lines.switched", "回線の切替え", (Field("party", "相手方"), Field("manual", "手動"))
)
DOOR_REFUSED = AuditType(
    "lines.door_refused",
    "入口で断った接続",
    (
        Field("address", "番地"),
        Field("why", "理由"),
        Field("claimed", "名のった相手方"),
        Field("certificate", "証明書番号"),
    ),
)
BODIES_ERASED = AuditType(
    "lines.bodies_erased",
    "電文の本文の消去",
    (Field("kinds", "種類"), Field("before", "これより前"), Field("count", "件数")),
)
MESSAGES_SEEN = AuditType(
    "lines.seen", "電文の状態の照会", (*_MESSAGE, Field("shown", "条件")), reads=True
)
DOOR_SEEN = AuditType(
    "lines.door_seen", "入口で断った接続の照会", (Field("shown", "条件"),), reads=True
)
GATEWAY_SEEN = AuditType(
    "lines.gateway_seen",
    "住基ネットゲートウェイの受付記録の照会",
    (Field("shown", "条件"),),
    reads=True,
)

registry.define(
    MESSAGE_SENT,
    MESSAGE_RECEIVED,
    MESSAGE_SETTLED,
    MESSAGE_RESENT,
    MESSAGE_STOPPED,
    MESSAGE_MADE_ANEW,
    MESSAGE_PASSED_OVER,
    LINE_SWITCHED,
    DOOR_REFUSED,
    BODIES_ERASED,
    MESSAGES_SEEN,
    DOOR_SEEN,
    GATEWAY_SEEN,
)
