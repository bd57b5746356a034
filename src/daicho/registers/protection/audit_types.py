"""Audit types of protection (証跡の種類): measures and suppressions are on the trail like every other look-up."""

from __future__ import annotations

from daicho.foundation.audit.public import AuditType, Field, Log, registry

_LIST = (Field("filter", "絞込み"), Field("page", "ページ"), Field("found", "件数"))
_SUPPRESSION = (
    Field("unit", "単位"),
    Field("levels", "対象処理と段階"),
    Field("reason", "理由", personal=True),
)

MEASURES_LISTED = AuditType("protection.measures_listed", "支援措置の一覧", _LIST, reads=True)
MEASURE_VIEWED = AuditType(
    "protection.measure_viewed",
    "支援措置の照会",
    (Field("measure", "支援措置"), Field("edition", "版"), Field("output", "出力")),
    reads=True,
)
MEASURE_FORM_OPENED = AuditType("protection.measure_form", "支援措置の入力画面", reads=True)
MEASURE_KEPT = AuditType(
    "protection.measure_kept",
    "支援措置の記録",
    (
        Field("measure", "支援措置"),
        Field("act", "処理"),
        Field("edition", "版"),
        Field("number", "通知の発行番号"),
    ),
)
LETTER_SENT = AuditType(
    "protection.letter_sent",
    "支援措置の通知",
    (Field("measure", "支援措置"), Field("number", "発行番号")),
)
PERSON_VIEWED = AuditType("protection.person_viewed", "抑止・支援措置の照会", reads=True)
SUPPRESSED_LISTED = AuditType("protection.suppressed_listed", "抑止対象者一覧", _LIST, reads=True)
SUPPRESSION_FORM_OPENED = AuditType("protection.suppression_form", "抑止の入力画面", reads=True)
SUPPRESSION_SET = AuditType("protection.suppression_set", "抑止の設定", _SUPPRESSION)
SUPPRESSION_ENDED = AuditType("protection.suppression_ended", "抑止の解除", _SUPPRESSION)
LIFTED = AuditType(
    "protection.lifted",
    "抑止の一時解除",
    (
        Field("process", "対象処理"),
        Field("minutes", "分"),
        Field("reason", "審査の結果", personal=True),
    ),
)
LIFT_RETURNED = AuditType("protection.lift_returned", "一時解除の取りやめ")
NOTICES_LISTED = AuditType("protection.notices_listed", "本人通知の登録一覧", _LIST, reads=True)
NOTICE_KEPT = AuditType(
    "protection.notice_kept",
    "本人通知の登録",
    (Field("act", "処理"), Field("reason", "理由", personal=True)),
)

registry.define(
    MEASURES_LISTED,
    MEASURE_VIEWED,
    MEASURE_FORM_OPENED,
    MEASURE_KEPT,
    LETTER_SENT,
    PERSON_VIEWED,
    SUPPRESSED_LISTED,
    SUPPRESSION_FORM_OPENED,
    SUPPRESSION_SET,
    SUPPRESSION_ENDED,
    LIFTED,
    LIFT_RETURNED,
    NOTICES_LISTED,
    NOTICE_KEPT,
)
registry.file(Log.PAPER, LETTER_SENT)
