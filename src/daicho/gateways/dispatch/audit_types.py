"""Audit types of 送付先情報 (証跡の種類): who, how many and what became of it; nothing of a content."""

from daicho.foundation.audit.public import AuditType, Field, registry

_STEP = (
    Field("state", "状態"),
    Field("why", "わけ"),
    Field("people", "人数"),
)
NOTED = AuditType("dispatch.noted", "送付先情報の対象者の記録", _STEP)
MADE = AuditType(
    "dispatch.made",
    "送付先情報の作成",
    (
        Field("number", "送付先管理番号"),
        Field("basis", "根拠"),
        Field("people", "人数"),
        Field("state", "状態"),
        Field("times", "回数"),
    ),
)
ARRANGED = AuditType(
    "dispatch.arranged",
    "送付先の指定",
    (
        Field("print_class", "印刷区分"),
        Field("elsewhere", "住所と違う送付先"),
        Field("ground", "事情"),
        Field("people", "人数"),
    ),
)
STEPPED = AuditType("dispatch.stepped", "送付先情報の取りやめ・作り直し", _STEP)
ROMAN_KEPT = AuditType(
    "dispatch.roman_kept", "ローマ字氏名の記録", (Field("former_surname", "旧氏も"),)
)
TARGETS_TAKEN = AuditType(
    "dispatch.targets_taken",
    "更新対象者の突合",
    (Field("list", "一覧の番号"), Field("matched", "該当"), Field("unmatched", "該当なし")),
)
TARGET_SETTLED = AuditType(
    "dispatch.target_settled",
    "突合できない更新対象者の処理",
    (Field("list", "一覧の番号"), Field("place", "行"), Field("words", "処理", personal=True)),
)
ERASED = AuditType(
    "dispatch.erased",
    "期限の過ぎた別の送付先・ローマ字の消去",
    (Field("before", "基準日"), Field("places", "送付先"), Field("names", "ローマ字")),
)
LISTED = AuditType(
    "dispatch.listed",
    "送付先情報の一覧",
    (Field("state", "状態"), Field("page", "ページ"), Field("count", "件数")),
    reads=True,
)
VIEWED = AuditType("dispatch.viewed", "送付先情報の照会", _STEP, reads=True)
SEARCHED = AuditType(
    "dispatch.searched",
    "送付先情報の送信履歴",
    (Field("words", "条件", personal=True), Field("page", "ページ"), Field("count", "件数")),
    reads=True,
)
TARGETS_LISTED = AuditType(
    "dispatch.targets_listed",
    "突合できない更新対象者の一覧",
    (Field("page", "ページ"), Field("count", "件数")),
    reads=True,
)

registry.define(
    NOTED,
    MADE,
    ARRANGED,
    STEPPED,
    ROMAN_KEPT,
    TARGETS_TAKEN,
    TARGET_SETTLED,
    ERASED,
    LISTED,
    VIEWED,
    SEARCHED,
    TARGETS_LISTED,
)
