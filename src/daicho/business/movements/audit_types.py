"""Audit types of movements (証跡の種類)."""

from daicho.foundation.audit.public import AuditType, Field, Log, registry

CASE_FIELDS = (
    Field("number", "受付番号"),
    Field("kind", "種類"),
    Field("change", "履歴"),
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
CASE_HELD = AuditType("movements.case_held", "異動の保留", CASE_FIELDS)
CASE_RESUMED = AuditType("movements.case_resumed", "異動の保留の解除", CASE_FIELDS)
CASES_APPROVED_TOGETHER = AuditType(
    "movements.cases_approved_together",
    "異動のまとめた決裁",
    (Field("approved", "決裁した件数"), Field("failed", "決裁できなかった件数")),
)
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

DAYBOOK_PRINTED = AuditType(
    "movements.daybook_printed",
    "受付簿の出力",
    (Field("day", "受付日"), Field("count", "件数")),
    reads=True,
)
LIST_OPENED = AuditType(
    "movements.list_opened",
    "確認用の一覧の照会",
    (
        Field("list", "一覧"),
        Field("as_of", "基準日"),
        Field("since", "期間の初め"),
        Field("page", "ページ"),
        Field("count", "件数"),
        Field("output", "出力"),
    ),
    reads=True,
)

ARRIVALS_RECEIVED = AuditType(
    "movements.arrivals_received",
    "転入通知の取込",
    (
        Field("recorded", "受理した件数"),
        Field("waiting", "職員の確認を待つ件数"),
        Field("replaced", "新しい通知に置き換えた件数"),
        Field("known", "取込済みの件数"),
    ),
)

registry.define(
    ARRIVALS_RECEIVED,
    DAYBOOK_PRINTED,
    LIST_OPENED,
    CASE_SAVED,
    CASE_SUBMITTED,
    CASE_EXAMINED,
    CASE_APPROVED,
    CASE_RETURNED,
    CASE_DISCARDED,
    CASE_HELD,
    CASE_RESUMED,
    CASES_APPROVED_TOGETHER,
    CASE_FORM_OPENED,
    CASE_VIEWED,
    CONFIRMATION_PRINTED,
    CASES_LISTED,
)

BULK_FIELDS = (
    Field("number", "受付番号"),
    Field("use", "種類"),
    Field("edition", "版"),
    Field("file", "ファイル名"),
    Field("file_digest", "ファイルの要約値"),
    Field("wrong_lines", "誤りのある行"),
    Field("partial", "正しい行だけを取り込む"),
    Field("units", "更新した単位"),
    Field("left_out", "除外した単位"),
    Field("versions", "書いた版の要約値"),
    Field("remark", "申し送り", personal=True),
)

BULK_PREPARED = AuditType("movements.bulk_prepared", "一括処理の用意", BULK_FIELDS)
BULK_EXTRACTED = AuditType(
    "movements.bulk_extracted", "一括処理の仮処理（抽出）", BULK_FIELDS, reads=True
)
BULK_SUBMITTED = AuditType("movements.bulk_submitted", "一括処理を審査に回す", BULK_FIELDS)
BULK_EXAMINED = AuditType("movements.bulk_examined", "一括処理の審査", BULK_FIELDS)
BULK_APPROVED = AuditType("movements.bulk_approved", "一括処理の決裁", BULK_FIELDS)
BULK_RETURNED = AuditType("movements.bulk_returned", "一括処理の差戻し", BULK_FIELDS)
BULK_DISCARDED = AuditType("movements.bulk_discarded", "一括処理の破棄", BULK_FIELDS)
BULK_APPLIED = AuditType("movements.bulk_applied", "一括処理の本処理（一部）", BULK_FIELDS)
BULK_STOPPED = AuditType("movements.bulk_stopped", "一括処理の中断", BULK_FIELDS)
BULK_RESUMED = AuditType("movements.bulk_resumed", "一括処理の再開", BULK_FIELDS)
BULK_FINISHED = AuditType("movements.bulk_finished", "一括処理の終了", BULK_FIELDS)
BULK_VIEWED = AuditType(
    "movements.bulk_viewed",
    "一括処理の照会",
    (*BULK_FIELDS, Field("state", "状態"), Field("page", "ページ")),
    reads=True,
)
BULK_LISTED = AuditType(
    "movements.bulk_listed",
    "一括処理の一覧",
    (Field("page", "ページ"), Field("count", "件数")),
    reads=True,
)

registry.define(
    BULK_PREPARED,
    BULK_EXTRACTED,
    BULK_SUBMITTED,
    BULK_EXAMINED,
    BULK_APPROVED,
    BULK_RETURNED,
    BULK_DISCARDED,
    BULK_APPLIED,
    BULK_STOPPED,
    BULK_RESUMED,
    BULK_FINISHED,
    BULK_VIEWED,
    BULK_LISTED,
)

NOTICES_IMPORTED = AuditType(
    "movements.notices_imported",
    "長官通知の取込み",
    (
        Field("file", "ファイル名"),
        Field("file_digest", "ファイルの要約値"),
        Field("received", "受け取った通知の数"),
        Field("repeated", "重複の数"),
        Field("cases", "作った下書きの受付番号"),
    ),
)
NOTICE_FIELDS = (
    Field("notice", "通知番号"),
    Field("number", "受付番号"),
    Field("remark", "理由", personal=True),
)
NOTICE_MATCHED = AuditType("movements.notice_matched", "長官通知の手動の取込み", NOTICE_FIELDS)
NOTICE_DISMISSED = AuditType("movements.notice_dismissed", "長官通知の対象外の記録", NOTICE_FIELDS)
NOTICES_LISTED = AuditType(
    "movements.notices_listed",
    "長官通知の一覧",
    (Field("state", "状態"), Field("page", "ページ"), Field("count", "件数")),
    reads=True,
)
MESSAGES_LISTED = AuditType(
    "movements.messages_listed",
    "市町村通知の一覧",
    (Field("state", "状態"), Field("page", "ページ"), Field("count", "件数")),
    reads=True,
)
CASE_BY_NOTICE = AuditType(
    "movements.case_by_notice",
    "通知による異動（システム決裁）",
    (*CASE_FIELDS, Field("ground", "根拠")),
)
CODES_RECEIVED = AuditType(
    "movements.codes_received",
    "付番用の住民票コードの受入れ",
    (Field("received", "受け入れた数"), Field("known", "既にあった数"), Field("left", "残り")),
)
POOL_VIEWED = AuditType(
    "movements.pool_viewed", "住民票コードの残りの照会", (Field("left", "残り"),), reads=True
)

PAPERS_IMPORTED = AuditType(
    "movements.papers_imported",
    "届出のデータの取込み",
    (Field("paper", "データの種類"), Field("file", "ファイル"), Field("papers", "件数")),
)

registry.define(
    NOTICES_IMPORTED,
    NOTICE_MATCHED,
    NOTICE_DISMISSED,
    NOTICES_LISTED,
    MESSAGES_LISTED,
    CASE_BY_NOTICE,
    CODES_RECEIVED,
    POOL_VIEWED,
    PAPERS_IMPORTED,
)

registry.file(
    Log.ENTRY_DRAFT,
    CASE_SAVED,
    CASE_SUBMITTED,
    CASE_EXAMINED,
    CASE_RETURNED,
    CASE_DISCARDED,
    CASE_HELD,
    CASE_RESUMED,
)
registry.file(Log.ENTRY_FINAL, CASE_APPROVED, CASE_BY_NOTICE)
registry.file(Log.PAPER, CONFIRMATION_PRINTED, DAYBOOK_PRINTED)
registry.file(
    Log.BATCH_DATA,
    BULK_PREPARED,
    BULK_EXTRACTED,
    BULK_SUBMITTED,
    BULK_EXAMINED,
    BULK_APPROVED,
    BULK_RETURNED,
    BULK_DISCARDED,
    BULK_APPLIED,
    BULK_STOPPED,
    BULK_RESUMED,
    BULK_FINISHED,
    ARRIVALS_RECEIVED,
    NOTICES_IMPORTED,
    CODES_RECEIVED,
    PAPERS_IMPORTED,
)
