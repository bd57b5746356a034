"""Audit types of certificates (証跡の種類); printing is on the trail with pages, seal and whether a number was shown."""

from daicho.foundation.audit.public import AuditType, Field, registry

PRINT_FIELDS = (
    Field("form", "様式"),
    Field("numbers", "発行番号"),
    Field("requester", "請求者の区分"),
    Field("items", "記載した項目"),
    Field("copies", "通数"),
    Field("pages", "枚数"),
    Field("output", "出力形式"),
    Field("seal", "公印"),
    Field("fee", "手数料"),
    Field("confirmed", "確認した注意"),
    Field("reason", "理由", personal=True),
)
OPENED = AuditType("certificates.opened", "証明書の交付画面", PRINT_FIELDS, reads=True)
PREVIEWED = AuditType("certificates.previewed", "証明書の確認表示", PRINT_FIELDS, reads=True)
ISSUED = AuditType("certificates.issued", "証明書の交付", PRINT_FIELDS)
REPRINTED = AuditType("certificates.sheet_opened", "交付した証明書の表示", PRINT_FIELDS, reads=True)
SPOILED = AuditType("certificates.spoiled", "証明書の書損じ", PRINT_FIELDS)
HISTORY_VIEWED = AuditType(
    "certificates.history_viewed",
    "交付履歴の照会",
    (Field("day", "交付日"), Field("page", "ページ"), Field("count", "件数")),
    reads=True,
)
CERTIFIER_SET = AuditType(
    "certificates.certifier_set",
    "認証者の登録",
    (
        Field("from", "適用日"),
        Field("until", "適用しなくなる日"),
        Field("title", "職名"),
        Field("acting", "職務代理者"),
    ),
)
VERIFICATION_EXPORTED = AuditType(
    "certificates.verification_exported",
    "証明書照合用一覧の書出し",
    (Field("issued_from", "交付日の始め"), Field("count", "件数"), Field("void", "無効の件数")),
)
NOTICES_VIEWED = AuditType(
    "certificates.notices_viewed",
    "異動で出す通知の照会",
    (Field("number", "受付番号・宛名番号"), Field("list", "一覧"), Field("count", "件数")),
    reads=True,
)
NOTICE_PREVIEWED = AuditType(
    "certificates.notice_previewed", "通知書の確認表示", PRINT_FIELDS, reads=True
)
NOTICE_ISSUED = AuditType("certificates.notice_issued", "通知書の発行", PRINT_FIELDS)
NOTICE_REISSUED = AuditType("certificates.notice_reissued", "通知書の再交付", PRINT_FIELDS)
ISSUES_DISPOSED = AuditType(
    "certificates.issues_disposed", "交付履歴の廃棄", (Field("before", "この日より前の交付"),)
)
registry.define(
    OPENED,
    PREVIEWED,
    ISSUED,
    REPRINTED,
    SPOILED,
    HISTORY_VIEWED,
    CERTIFIER_SET,
    VERIFICATION_EXPORTED,
    NOTICES_VIEWED,
    NOTICE_PREVIEWED,
    NOTICE_ISSUED,
    NOTICE_REISSUED,
    ISSUES_DISPOSED,
)
