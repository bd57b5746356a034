"""Audit types of the line to the agency (証跡の種類)."""

from daicho.foundation.audit.public import AuditType, Field, registry

_ONE = (Field("number", "通知番号"), Field("way", "送り方"))
NOTICE_TOLD = AuditType("immigration.told", "市町村通知の送付の用意", _ONE)
TOLD_AGAIN = AuditType(
    "immigration.told_again", "市町村通知の訂正・再送", (*_ONE, Field("items", "入力した項目"))
)
NOTICE_CLOSED = AuditType(
    "immigration.closed", "市町村通知を送らないことの記録", (*_ONE, Field("reason", "理由"))
)
TELLINGS_LISTED = AuditType(
    "immigration.listed",
    "市町村通知の送付の一覧",
    (Field("state", "状態"), Field("count", "件数")),
    reads=True,
)
TELLING_SEEN = AuditType("immigration.seen", "市町村通知の送付の照会", _ONE, reads=True)
FILE_MADE = AuditType(
    "immigration.file_made",
    "市町村通知のファイルの出力",
    (Field("number", "ファイル番号"), Field("refused", "出力しなかった件数")),
)
FILE_TAKEN = AuditType(
    "immigration.file_taken", "市町村通知のファイルの取出し", (Field("number", "ファイル番号"),)
)
FILE_HANDED = AuditType(
    "immigration.file_handed",
    "市町村通知のファイルの受渡し",
    (Field("number", "ファイル番号"), Field("medium", "媒体番号"), Field("receiver", "渡した先")),
)
RESULTS_TAKEN = AuditType(
    "immigration.results_taken",
    "連携端末の処理結果の取込み",
    (Field("taken", "正常"), Field("refused", "エラー"), Field("file_digest", "ファイルの指紋")),
)

registry.define(
    NOTICE_TOLD,
    TOLD_AGAIN,
    NOTICE_CLOSED,
    TELLINGS_LISTED,
    TELLING_SEEN,
    FILE_MADE,
    FILE_TAKEN,
    FILE_HANDED,
    RESULTS_TAKEN,
)
