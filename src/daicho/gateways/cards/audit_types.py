"""Audit types of cards (証跡の種類)."""

from daicho.foundation.audit.public import AuditType, Field, registry

_ACT = (
    Field("action", "処理"),
    Field("state", "状態"),
    Field("reason", "理由"),
    Field("by", "だれによる処理か"),
    Field("edition", "版"),
)
_COUNTS = (Field("list", "一覧"), Field("page", "ページ"), Field("count", "件数"))
CARD_OPENED = AuditType("cards.opened", "カードの登録・申請", _ACT)
CARD_ACTED = AuditType("cards.acted", "カードの処理", _ACT)
CARD_LAPSED = AuditType("cards.lapsed", "期限によるカードの処理", _ACT)
MOVEMENT_FOLLOWED = AuditType(
    "cards.movement_followed", "異動に伴うカードの処理", (Field("cards", "カードの数"),)
)
NOTICE_TAKEN = AuditType(
    "cards.notice_taken",
    "カード管理システムの通知の受領",
    (Field("notice", "通知"), Field("state", "扱い")),
)
NOTICE_SETTLED = AuditType(
    "cards.notice_settled",
    "保留したカードの通知の処理",
    (Field("notice", "通知"), Field("state", "扱い"), Field("words", "記録", personal=True)),
)
NOTICES_LISTED = AuditType("cards.notices_listed", "カードの通知の一覧", _COUNTS, reads=True)
CARDS_FOUND = AuditType(
    "cards.found", "カードの照会（人ごと）", (Field("count", "件数"),), reads=True
)
CARD_VIEWED = AuditType("cards.viewed", "カードの照会", (Field("state", "状態"),), reads=True)
CARDS_LISTED = AuditType("cards.listed", "カードの一覧", _COUNTS, reads=True)
CHECK_KEPT = AuditType("cards.check_kept", "カードの照合", (Field("result", "結果"),))
CHECKS_VIEWED = AuditType("cards.checks_viewed", "カードの照合の照会", _COUNTS, reads=True)
OPENING_SET = AuditType(
    "cards.opening_set",
    "交付予約の枠の設定",
    (Field("office", "場所"), Field("day", "日"), Field("count", "枠の数")),
)
APPOINTMENT_KEPT = AuditType(
    "cards.appointment_kept",
    "交付予約",
    (Field("action", "処理"), Field("day", "日")),
)
DAY_VIEWED = AuditType("cards.day_viewed", "交付予約の照会", _COUNTS, reads=True)
FACE_DRAWN = AuditType(
    "cards.face_drawn",
    "券面事項の出力",
    (Field("paper", "対象"), Field("rows", "残りの行数"), Field("preview", "表示だけ")),
    reads=True,
)
APPLICATION_DRAWN = AuditType(
    "cards.application_drawn", "交付申請書の出力", (Field("form", "様式"),), reads=True
)

registry.define(
    CARD_OPENED,
    CARD_ACTED,
    CARD_LAPSED,
    MOVEMENT_FOLLOWED,
    NOTICE_TAKEN,
    NOTICE_SETTLED,
    NOTICES_LISTED,
    CARDS_FOUND,
    CARD_VIEWED,
    CARDS_LISTED,
    CHECK_KEPT,
    CHECKS_VIEWED,
    OPENING_SET,
    APPOINTMENT_KEPT,
    DAY_VIEWED,
    FACE_DRAWN,
    APPLICATION_DRAWN,
)
