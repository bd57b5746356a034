"""Audit types of 戸籍・附票 (証跡の種類)."""

from daicho.foundation.audit.public import AuditType, Field, registry

_NOTICE = (
    Field("kind", "通知の種類"),
    Field("notice", "通知番号"),
    Field("sender", "相手"),
    Field("state", "状態"),
)
ANNEX_TOLD = AuditType(
    "family_register.told",
    "附票の記載・附票記載事項通知の用意",
    (
        Field("notices", "通知の数"),
        Field("entries", "附票の記載の数"),
        Field("waiting", "保留の数"),
    ),
)
NOTICE_TAKEN = AuditType("family_register.notice_taken", "戸籍の通知の受領", _NOTICE)
NOTICE_DRAFTED = AuditType(
    "family_register.notice_drafted", "戸籍の通知による下書きの結付け", _NOTICE
)
NOTICE_SETTLED = AuditType(
    "family_register.notice_settled",
    "保留した戸籍の通知の処理",
    (*_NOTICE, Field("remark", "理由", personal=True)),
)
NOTICES_LISTED = AuditType(
    "family_register.notices_listed",
    "戸籍の通知の一覧",
    (Field("way", "向き"), Field("state", "状態"), Field("count", "件数")),
    reads=True,
)
NOTICE_VIEWED = AuditType("family_register.notice_viewed", "戸籍の通知の照会", _NOTICE, reads=True)
TOLD_PLACED = AuditType(
    "family_register.told_placed",
    "本籍地の決定",
    (*_NOTICE, Field("remark", "理由", personal=True)),
)
EVENT_ENTERED = AuditType(
    "family_register.event_entered",
    "戸籍の届出の入力",
    (*_NOTICE, Field("event", "届出の種類")),
)
EVENTS_IMPORTED = AuditType(
    "family_register.events_imported",
    "戸籍の届出のファイルの取込み",
    (
        Field("file_digest", "ファイルのハッシュ値"),
        Field("received", "取り込んだ数"),
        Field("repeated", "取込み済みの数"),
    ),
)
ANNEXES_OPENED = AuditType(
    "family_register.annexes_opened", "附票の最初の登録", (Field("entries", "附票の記載の数"),)
)
ANNEXES_SEARCHED = AuditType(
    "family_register.annexes_searched",
    "附票の検索",
    (Field("conditions", "条件", personal=True), Field("count", "件数")),
    reads=True,
)
ANNEX_VIEWED = AuditType(
    "family_register.annex_viewed", "附票の照会", (Field("number", "附票番号"),), reads=True
)
ANNEX_CLOSED = AuditType(
    "family_register.annex_closed",
    "附票の消除・改製",
    (Field("number", "附票番号"), Field("state", "状態"), Field("remark", "理由", personal=True)),
)
HANDED_OVER = AuditType(
    "family_register.handed_over",
    "附票の異動の引渡し",
    (Field("number", "引渡番号"), Field("digest", "ハッシュ値")),
)
HANDOVERS_LISTED = AuditType(
    "family_register.handovers_listed",
    "附票の異動の引渡しの一覧",
    (Field("count", "件数"),),
    reads=True,
)
HANDOVER_FETCHED = AuditType(
    "family_register.handover_fetched",
    "附票の異動のファイルの取出し",
    (Field("number", "引渡番号"),),
    reads=True,
)
REFERRED = AuditType(
    "family_register.referred",
    "戸籍事務による住民票の参照",
    (Field("items", "参照した項目"), Field("reason", "理由", personal=True)),
    reads=True,
)
REGISTER_SEARCHED = AuditType(
    "family_register.register_searched",
    "本籍・筆頭者による検索",
    (Field("conditions", "条件", personal=True), Field("count", "件数")),
    reads=True,
)

registry.define(
    ANNEX_TOLD,
    NOTICE_TAKEN,
    NOTICE_DRAFTED,
    NOTICE_SETTLED,
    NOTICES_LISTED,
    NOTICE_VIEWED,
    TOLD_PLACED,
    EVENT_ENTERED,
    EVENTS_IMPORTED,
    ANNEXES_OPENED,
    ANNEXES_SEARCHED,
    ANNEX_VIEWED,
    ANNEX_CLOSED,
    HANDED_OVER,
    HANDOVERS_LISTED,
    HANDOVER_FETCHED,
    REFERRED,
    REGISTER_SEARCHED,
)
