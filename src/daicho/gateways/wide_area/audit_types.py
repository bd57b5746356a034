"""Audit types of 広域交付 (証跡の種類)."""

from daicho.foundation.audit.public import AuditType, Field, registry

REQUEST_ANSWERED = AuditType(
    "wide_area.request_answered",
    "広域交付の要求への応答",
    (
        Field("reference", "番号"),
        Field("municipality", "交付地"),
        Field("scope", "範囲"),
        Field("items", "求められた事項"),
        Field("outcome", "応答"),
        Field("people", "人数"),
    ),
)
REQUESTS_LISTED = AuditType(
    "wide_area.requests_listed",
    "広域交付住民票情報の一覧",
    (Field("outcome", "応答"), Field("count", "件数")),
    reads=True,
)
COPY_ISSUED = AuditType(
    "wide_area.copy_issued",
    "広域交付の写しの交付",
    (
        Field("number", "発行番号"),
        Field("reference", "住所地の番号"),
        Field("municipality", "住所地"),
        Field("scope", "範囲"),
        Field("items", "載せた事項"),
        Field("people", "人数"),
        Field("pages", "枚数"),
        Field("fee", "手数料（円）"),
    ),
)
COPY_SPOILED = AuditType(
    "wide_area.copy_spoiled",
    "広域交付の写しの書損じ",
    (Field("number", "発行番号"), Field("reason", "理由", personal=True)),
)
COPIES_LISTED = AuditType(
    "wide_area.copies_listed",
    "広域交付の発行記録の一覧",
    (Field("count", "件数"),),
    reads=True,
)

registry.define(
    REQUEST_ANSWERED,
    REQUESTS_LISTED,
    COPY_ISSUED,
    COPY_SPOILED,
    COPIES_LISTED,
)
