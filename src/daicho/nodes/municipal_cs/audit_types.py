"""Audit types of the CS (証跡の種類): conditions by their kind and counts, never what was typed."""

from daicho.foundation.audit.public import AuditType, Field, registry

_LISTED = (Field("state", "状態"), Field("page", "ページ"), Field("count", "件数"))

IDENTITY_SEARCHED = AuditType(
    "cs.identity_searched",
    "本人確認情報の検索",
    (
        Field("items", "検索条件"),
        Field("count", "件数"),
        Field("page", "ページ"),
        Field("sender", "照会元"),
        Field("place", "照会先"),
        Field("words", "照会の目的"),
    ),
    reads=True,
)
IDENTITY_VIEWED = AuditType(
    "cs.identity_viewed", "本人確認情報の照会", (Field("history", "履歴の件数"),), reads=True
)
NUMBERS_SHOWN = AuditType(
    "cs.numbers_shown",
    "住民票コード・個人番号の表示",
    (Field("items", "表示した番号"),),
    reads=True,
)
NATION_ASKED = AuditType(
    "cs.nation_asked",
    "機構への情報照会",
    (Field("items", "検索条件"), Field("count", "件数"), Field("words", "照会の目的")),
    reads=True,
)
CARD_CHECKED = AuditType(
    "cs.card_checked",
    "カードと本人確認情報の突合",
    (Field("result", "結果"), Field("items", "相違する項目")),
    reads=True,
)
NUMBER_VERIFIED = AuditType(
    "cs.number_verified",
    "個人番号の真正性確認",
    (Field("result", "結果"), Field("place", "照合先")),
    reads=True,
)
IDENTITY_BARRED = AuditType(
    "cs.identity_barred",
    "更新禁止の設定・解除",
    (Field("state", "更新禁止"), Field("words", "理由", personal=True)),
)
REJECTIONS_LISTED = AuditType("cs.rejections_listed", "異常一覧の照会", _LISTED, reads=True)
REJECTION_SETTLED = AuditType(
    "cs.rejection_settled", "異常の処理", (Field("words", "処理の内容", personal=True),)
)
NUMBERS_LISTED = AuditType("cs.numbers_listed", "番号の要求一覧の照会", _LISTED, reads=True)
NUMBER_ASKED_AGAIN = AuditType(
    "cs.number_asked_again", "個人番号とすべき番号の再要求", (Field("times", "回数"),)
)
CERTIFICATES_LISTED = AuditType(
    "cs.certificates_listed", "転出証明書情報の一覧の照会", _LISTED, reads=True
)
PASSAGES_LISTED = AuditType("cs.passages_listed", "取次ぎの一覧の照会", _LISTED, reads=True)
DISPATCHES_LISTED = AuditType("cs.dispatches_listed", "送付先情報の状態の照会", _LISTED, reads=True)
DISPATCH_CHECKED = AuditType(
    "cs.dispatch_checked",
    "送付先情報の4情報の確認",
    (Field("dispatch", "送付先情報"), Field("differences", "相違の数")),
)
DISPATCH_SENT = AuditType(
    "cs.dispatch_sent",
    "送付先情報の送信",
    (Field("dispatch", "送付先情報"), Field("way", "方法")),
)
MEDIUM_WRITTEN = AuditType(
    "cs.medium_written",
    "媒体への出力",
    (Field("number", "媒体番号"), Field("households", "世帯数")),
)
MEDIA_LISTED = AuditType("cs.media_listed", "媒体出力の記録の照会", _LISTED, reads=True)
UPDATES_COUNTED = AuditType(
    "cs.updates_counted", "更新件数の集計", (Field("month", "月"),), reads=True
)
USE_COUNTED = AuditType(
    "cs.use_counted",
    "利用状況の点検",
    (Field("since", "期間の初め"), Field("until", "期間の終わり")),
    reads=True,
)
LOG_INSPECTED = AuditType(
    "cs.log_inspected",
    "操作履歴の点検の照会",
    (Field("since", "期間の初め"), Field("until", "期間の終わり")),
    reads=True,
)
INSPECTION_SIGNED = AuditType(
    "cs.inspection_signed",
    "操作履歴の点検の記録",
    (
        Field("since", "期間の初め"),
        Field("until", "期間の終わり"),
        Field("result", "結果"),
        Field("words", "所見", personal=True),
    ),
)
ERASED = AuditType(
    "cs.erased",
    "期限後の消去",
    (
        Field("certificates", "転出証明書情報"),
        Field("dispatches", "送付先情報"),
        Field("payloads", "送付先情報の内容"),
    ),
)
DIGESTS_COMPARED = AuditType(
    "cs.digests_compared",
    "既存住基との整合性確認（区画の比較）",
    (
        Field("run", "確認の番号"),
        Field("blocks", "区画の数"),
        Field("differing", "違う区画の数"),
    ),
)
ROWS_TOLD = AuditType(
    "cs.rows_told",
    "既存住基との整合性確認（区画の行）",
    (Field("run", "確認の番号"), Field("block", "区画"), Field("count", "件数")),
)

registry.define(
    IDENTITY_SEARCHED,
    IDENTITY_VIEWED,
    NUMBERS_SHOWN,
    NATION_ASKED,
    CARD_CHECKED,
    NUMBER_VERIFIED,
    IDENTITY_BARRED,
    REJECTIONS_LISTED,
    REJECTION_SETTLED,
    NUMBERS_LISTED,
    NUMBER_ASKED_AGAIN,
    CERTIFICATES_LISTED,
    PASSAGES_LISTED,
    DISPATCHES_LISTED,
    DISPATCH_CHECKED,
    DISPATCH_SENT,
    MEDIUM_WRITTEN,
    MEDIA_LISTED,
    UPDATES_COUNTED,
    USE_COUNTED,
    LOG_INSPECTED,
    INSPECTION_SIGNED,
    ERASED,
    DIGESTS_COMPARED,
    ROWS_TOLD,
)
