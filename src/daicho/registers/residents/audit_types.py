"""Audit types of the register (証跡の種類): every look-up, the search itself among them (REG-004)."""

from __future__ import annotations

from daicho.foundation.audit.public import AuditType, Field, Log, registry

_AS_OF = (Field("as_of", "基準日"), Field("known_on", "記録時点"))

SEARCH_OPENED = AuditType("residents.search_opened", "検索画面", reads=True)
SEARCHED = AuditType(
    "residents.searched",
    "住民の検索",
    (
        Field("items", "検索した項目"),
        Field("typed", "検索条件", personal=True),
        Field("with_removed", "除票を含む"),
        Field("found", "該当件数"),
        Field("page", "ページ"),
    ),
    reads=True,
)
RECORD_VIEWED = AuditType(
    "residents.record_viewed", "住民票の照会（個人の特定）", _AS_OF, reads=True
)
HOUSEHOLD_VIEWED = AuditType("residents.household_viewed", "世帯の照会", _AS_OF, reads=True)
HISTORY_VIEWED = AuditType("residents.history_viewed", "異動履歴の照会", reads=True)
CHARACTERS_VIEWED = AuditType("residents.characters_viewed", "氏名の文字コードの照会", reads=True)
NUMBER_SHOWN = AuditType(
    "residents.number_shown", "番号の表示", (Field("number_kind", "番号の種類"),), reads=True
)

MEMOS_VIEWED = AuditType(
    "residents.memos_viewed", "メモの照会", (Field("count", "件数"),), reads=True
)
MEMO_WRITTEN = AuditType(
    "residents.memo_written",
    "メモの記入",
    (Field("memo", "メモ"), Field("edition", "版"), Field("deleted", "削除")),
)

REGISTER_LOADED = AuditType(
    "residents.loaded",
    "台帳への一括登録",
    (
        Field("source", "元になるもの"),
        Field("counts", "表ごとの件数"),
        Field("first_atena_number", "最初の宛名番号"),
        Field("last_atena_number", "最後の宛名番号"),
    ),
)

REGISTER_EXPORTED = AuditType(
    "residents.exported",
    "台帳の書出し（移行）",
    (
        Field("profile", "レイアウト"),
        Field("recipient", "番号のファイルの受取人"),
        Field("files", "ファイルごとの件数"),
    ),
    reads=True,
)

registry.define(
    SEARCH_OPENED,
    SEARCHED,
    RECORD_VIEWED,
    HOUSEHOLD_VIEWED,
    HISTORY_VIEWED,
    CHARACTERS_VIEWED,
    NUMBER_SHOWN,
    MEMOS_VIEWED,
    MEMO_WRITTEN,
    REGISTER_LOADED,
    REGISTER_EXPORTED,
)
registry.file(Log.BATCH_DATA, REGISTER_LOADED)
registry.file(Log.EXTRACTION, REGISTER_EXPORTED)
