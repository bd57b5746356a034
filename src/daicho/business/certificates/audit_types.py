"""Audit types of certificates (証跡の種類); printing is on the trail with pages, seal and whether a number was shown."""

from daicho.foundation.audit.public import AuditType, Field, Log, registry

PRINT_FIELDS = (
    Field("form", "様式"),
    Field("title", "タイトル"),
    Field("numbers", "発行番号"),
    Field("files", "ファイル名"),
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
_ABSENCE = (
    *PRINT_FIELDS,
    Field("name", "証明する人の氏名", personal=True),
    Field("address", "証明する住所", personal=True),
    Field("found", "見つかった人数"),
)
ABSENCE_SEARCHED = AuditType(
    "certificates.absence_searched", "不在住・廃棄済証明の確認表示", _ABSENCE, reads=True
)
ABSENCE_PROVED = AuditType("certificates.absence_proved", "不在住・廃棄済証明の交付", _ABSENCE)
FORM_PRINTED = AuditType(
    "certificates.form_printed",
    "届出書の印刷",
    (Field("form", "様式"), Field("prefilled", "記入済みの印刷")),
    reads=True,
)
OVERFLOWS_VIEWED = AuditType(
    "certificates.overflows_viewed",
    "文字超過リストの照会",
    (Field("day", "交付日"), Field("count", "件数"), *PRINT_FIELDS),
    reads=True,
)
BATCH_ASKED = AuditType(
    "certificates.batch_asked",
    "一括帳票の依頼",
    (
        Field("batch", "一括帳票"),
        Field("form", "様式"),
        Field("source", "対象"),
        Field("order", "並び順"),
        Field("reason", "理由", personal=True),
    ),
)
BATCH_GATHERED = AuditType(
    "certificates.batch_gathered", "一括帳票の対象の抽出", (Field("batch", "一括帳票"),), reads=True
)
BATCH_MADE = AuditType(
    "certificates.batch_made",
    "一括帳票の作成",
    (Field("batch", "一括帳票"), Field("part", "ファイルの番号"), *PRINT_FIELDS),
)
BATCH_FINISHED = AuditType(
    "certificates.batch_finished",
    "一括帳票の完了",
    (
        Field("batch", "一括帳票"),
        Field("targets", "対象件数"),
        Field("made", "出力件数"),
        *PRINT_FIELDS,
    ),
)
BATCH_VIEWED = AuditType(
    "certificates.batch_viewed", "一括帳票の照会", (Field("batch", "一括帳票"),), reads=True
)
ISSUES_DISPOSED = AuditType(
    "certificates.issues_disposed", "交付履歴の廃棄", (Field("before", "この日より前の交付"),)
)
registry.define(
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
    ABSENCE_SEARCHED,
    ABSENCE_PROVED,
    FORM_PRINTED,
    OVERFLOWS_VIEWED,
    BATCH_ASKED,
    BATCH_GATHERED,
    BATCH_MADE,
    BATCH_FINISHED,
    BATCH_VIEWED,
    ISSUES_DISPOSED,
)
registry.file(
    Log.PAPER,
    PREVIEWED,
    ISSUED,
    REPRINTED,
    SPOILED,
    NOTICE_PREVIEWED,
    NOTICE_ISSUED,
    NOTICE_REISSUED,
    ABSENCE_SEARCHED,
    ABSENCE_PROVED,
    FORM_PRINTED,
)
registry.file(Log.BATCH_PAPER, BATCH_ASKED, BATCH_GATHERED, BATCH_MADE, BATCH_FINISHED)
registry.file(Log.EXTRACTION, VERIFICATION_EXPORTED)
registry.file(Log.SETTING, CERTIFIER_SET)
