"""Audit types of the connector (証跡の種類)."""

from daicho.foundation.audit.public import AuditType, Field, registry

_COUNTS = (
    Field("messages", "電文の数"),
    Field("waiting", "番号を待つ人の数"),
)
IDENTITY_TOLD = AuditType("jukinet.identity_told", "本人確認情報の送出の用意", _COUNTS)
EVERYBODY_TOLD = AuditType("jukinet.everybody_told", "本人確認情報の初回登録の用意", _COUNTS)
DEPARTURE_TOLD = AuditType("jukinet.departure_told", "転出証明書情報の送出の用意", _COUNTS)
ARRIVAL_TOLD = AuditType("jukinet.arrival_told", "転入通知の送出の用意", _COUNTS)
DEPARTURE_CANCELLED = AuditType(
    "jukinet.departure_cancelled", "転出証明書情報の取消しの送出の用意", _COUNTS
)
CERTIFICATE_ASKED = AuditType(
    "jukinet.certificate_asked", "転出証明書情報の求め", (Field("origin", "転出元"),)
)
CERTIFICATE_CANCELLED = AuditType(
    "jukinet.certificate_cancelled",
    "転出証明書情報の取消しの受領",
    (Field("origin", "転出元"), Field("reference", "番号")),
)
CERTIFICATE_KEPT = AuditType(
    "jukinet.certificate_kept",
    "転出証明書情報の受領",
    (Field("origin", "転出元"), Field("people", "人数")),
)
CERTIFICATES_LISTED = AuditType(
    "jukinet.certificates_listed",
    "転出証明書情報の受領一覧",
    (Field("state", "状態"), Field("count", "件数")),
    reads=True,
)
CERTIFICATE_QUOTED = AuditType(
    "jukinet.certificate_quoted", "転出証明書情報の引用", (Field("reference", "番号"),)
)
CERTIFICATES_ERASED = AuditType(
    "jukinet.certificates_erased", "期限の過ぎた転出証明書情報の消去", (Field("day", "基準日"),)
)

registry.define(
    IDENTITY_TOLD,
    EVERYBODY_TOLD,
    DEPARTURE_TOLD,
    ARRIVAL_TOLD,
    DEPARTURE_CANCELLED,
    CERTIFICATE_ASKED,
    CERTIFICATE_CANCELLED,
    CERTIFICATE_KEPT,
    CERTIFICATES_LISTED,
    CERTIFICATE_QUOTED,
    CERTIFICATES_ERASED,
)
