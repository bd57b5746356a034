"""Audit types (証跡の種類) of the staff: sign-in (認証ログ), rights and terminals (設定変更ログ),
refusals.
"""

from __future__ import annotations

from daicho.foundation.audit.public import AuditType, Field, Log, registry

_STAFF = Field("staff", "職員")
_LOGIN = Field("staff_login", "利用者名")
_DUTY = Field("duty", "職務")
_FROM = Field("valid_from", "開始日")
_UNTIL = Field("valid_until", "終了日（その前日まで）")
_REASON = Field("reason", "理由")
_METHOD = Field("method", "認証の方法")
_TERMINAL = Field("terminal_name", "端末")
_OFFICE = Field("office", "所属")

SCREEN_REFUSED = AuditType("screen.refused", "操作の拒否")
SCREEN_PRINTED = AuditType(
    "screen.printed",
    "画面の印刷（ハードコピー）",
    (
        Field("title", "タイトル", personal=True),
        Field("screen", "画面"),
        Field("files", "ファイル名"),
        Field("pages", "枚数"),
        Field("output", "出力形式"),
        Field("seal", "公印"),
    ),
)
SIGNED_IN = AuditType("session.signed_in", "ログイン", (_METHOD,))
SIGN_IN_FAILED = AuditType(
    "session.sign_in_failed", "ログインの失敗", (_METHOD, Field("failures", "続けて失敗した回数"))
)
ACCOUNT_LOCKED_OUT = AuditType(
    "session.locked_out", "失敗が重なったためのロック", (Field("failures", "続けて失敗した回数"),)
)
SIGNED_OUT = AuditType("session.signed_out", "ログアウト", (_REASON,))
SCREEN_LOCKED = AuditType("session.locked", "画面ロック", (_REASON,))
SCREEN_UNLOCKED = AuditType("session.unlocked", "画面ロックの解除", (_METHOD,))
PURPOSE_CHOSEN = AuditType("session.purpose_chosen", "利用目的の選択")
FACTOR_CHANGED = AuditType(
    "account.factor_changed", "認証手段の変更", (_METHOD, Field("change", "変更の内容"))
)
PASSWORD_CHANGED = AuditType("account.password_changed", "パスワードの変更")

STAFF_REGISTERED = AuditType(
    "staff.registered", "職員の登録", (_STAFF, _LOGIN, _OFFICE, Field("duties", "職務"))
)
STAFF_CHANGED = AuditType(
    "staff.changed",
    "職員の登録内容の変更",
    (_STAFF, _LOGIN, _OFFICE, _FROM, _UNTIL, _REASON),
)
ITEMS_HIDDEN = AuditType(
    "staff.items_hidden",
    "表示しない項目の設定",
    (_STAFF, _LOGIN, Field("hidden_items", "表示しない項目"), _REASON),
)
_REQUEST = Field("request", "申請")
_DAY = Field("effective_on", "適用日")
_LINES = Field("lines", "行数")
_DIGEST = Field("digest", "内容の要約値")
RIGHTS_ASKED = AuditType("rights.asked", "権限の申請", (_REQUEST, _DAY, _LINES, _DIGEST, _REASON))
RIGHTS_APPROVED = AuditType(
    "rights.approved", "権限の申請の承認", (_REQUEST, _DAY, _LINES, _DIGEST)
)
RIGHTS_RETURNED = AuditType("rights.returned", "権限の申請の差戻し", (_REQUEST, _DAY, _REASON))
RIGHTS_WITHDRAWN = AuditType(
    "rights.withdrawn", "権限の申請・予約の取消し", (_REQUEST, _DAY, _REASON)
)
RIGHTS_FILED = AuditType("rights.filed", "権限の現況のファイルの書出し", (_DAY, _LINES, _DIGEST))
SIGN_ON_BOUND = AuditType(
    "sign_on.bound", "シングルサインオンの結び付け", (_STAFF, _LOGIN, _REASON)
)
SIGN_ON_ENDED = AuditType(
    "sign_on.ended", "シングルサインオンの結び付けの解除", (_STAFF, _LOGIN, _REASON)
)
SIGN_ON_FAILED = AuditType("sign_on.failed", "シングルサインオンの失敗", (_REASON,))
STAFF_STOPPED = AuditType("staff.stopped", "職員の利用停止", (_STAFF, _LOGIN, _REASON))
STAFF_RESUMED = AuditType("staff.resumed", "職員の利用再開", (_STAFF, _LOGIN, _REASON))
DUTY_GRANTED = AuditType(
    "staff.duty_granted", "職務の付与", (_STAFF, _LOGIN, _DUTY, _FROM, _UNTIL, _REASON)
)
DUTY_ENDED = AuditType("staff.duty_ended", "職務の終了", (_STAFF, _LOGIN, _DUTY, _UNTIL, _REASON))
PASSWORD_RESET = AuditType("staff.password_reset", "パスワードの初期化", (_STAFF, _LOGIN, _REASON))
FACTORS_RESET = AuditType("staff.factors_reset", "認証手段の初期化", (_STAFF, _LOGIN, _REASON))
ACCOUNT_UNLOCKED = AuditType("staff.unlocked", "ロックの解除", (_STAFF, _LOGIN, _REASON))

CODE_ISSUED = AuditType("terminal.code_issued", "端末登録コードの発行", (_TERMINAL, _OFFICE))
TERMINAL_ENROLLED = AuditType("terminal.enrolled", "端末の登録", (_TERMINAL, _OFFICE))
TERMINAL_REVOKED = AuditType(
    "terminal.revoked", "端末の登録の取消し", (_TERMINAL, _OFFICE, _REASON)
)

registry.define(
    SCREEN_REFUSED,
    SCREEN_PRINTED,
    SIGNED_IN,
    SIGN_IN_FAILED,
    ACCOUNT_LOCKED_OUT,
    SIGNED_OUT,
    SCREEN_LOCKED,
    SCREEN_UNLOCKED,
    PURPOSE_CHOSEN,
    FACTOR_CHANGED,
    PASSWORD_CHANGED,
    STAFF_REGISTERED,
    STAFF_CHANGED,
    ITEMS_HIDDEN,
    RIGHTS_ASKED,
    RIGHTS_APPROVED,
    RIGHTS_RETURNED,
    RIGHTS_WITHDRAWN,
    RIGHTS_FILED,
    SIGN_ON_BOUND,
    SIGN_ON_ENDED,
    SIGN_ON_FAILED,
    STAFF_STOPPED,
    STAFF_RESUMED,
    DUTY_GRANTED,
    DUTY_ENDED,
    PASSWORD_RESET,
    FACTORS_RESET,
    ACCOUNT_UNLOCKED,
    CODE_ISSUED,
    TERMINAL_ENROLLED,
    TERMINAL_REVOKED,
)
registry.file(Log.REFUSAL, SCREEN_REFUSED)
registry.file(Log.HARDCOPY, SCREEN_PRINTED)
registry.file(
    Log.SIGN_IN,
    SIGNED_IN,
    SIGN_IN_FAILED,
    ACCOUNT_LOCKED_OUT,
    SIGNED_OUT,
    SCREEN_LOCKED,
    SCREEN_UNLOCKED,
    PURPOSE_CHOSEN,
    FACTOR_CHANGED,
    PASSWORD_CHANGED,
)
registry.file(
    Log.SETTING,
    STAFF_REGISTERED,
    STAFF_CHANGED,
    ITEMS_HIDDEN,
    RIGHTS_ASKED,
    RIGHTS_APPROVED,
    RIGHTS_RETURNED,
    RIGHTS_WITHDRAWN,
    RIGHTS_FILED,
    SIGN_ON_BOUND,
    SIGN_ON_ENDED,
    SIGN_ON_FAILED,
    STAFF_STOPPED,
    STAFF_RESUMED,
    DUTY_GRANTED,
    DUTY_ENDED,
    PASSWORD_RESET,
    FACTORS_RESET,
    ACCOUNT_UNLOCKED,
    CODE_ISSUED,
    TERMINAL_ENROLLED,
    TERMINAL_REVOKED,
)
