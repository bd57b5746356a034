"""Audit types of 本人確認 (証跡の種類): what was asked and how it ended, never a value."""

from daicho.foundation.audit.public import AuditType, Field, registry

_RESULT = Field("result", "結果")
ASKED = AuditType(
    "identity.asked",
    "本人確認情報の照会",
    (
        Field("items", "条件"),
        Field("purpose", "目的"),
        Field("count", "件数"),
        _RESULT,
        Field("differs", "相違する事項"),
    ),
    reads=True,
)
PAPER_READ = AuditType(
    "identity.paper_read",
    "突合する届出書の読込み",
    (Field("case", "受付番号"), Field("count", "人数")),
    reads=True,
)
AUTHENTICITY = AuditType(
    "identity.authenticity",
    "個人番号の真正性確認の照会",
    (_RESULT, Field("case", "受付番号")),
)
CHANGE_ASKED = AuditType(
    "identity.change_asked",
    "個人番号の変更の要求",
    (Field("reason", "区分"),),
)
CHANGE_DECIDED = AuditType(
    "identity.change_decided",
    "個人番号の変更の決定",
    (Field("reason", "区分"), Field("state", "状態")),
)
CHANGE_VIEWED = AuditType(
    "identity.change_viewed",
    "個人番号の変更の要求の照会",
    (Field("state", "状態"),),
    reads=True,
)
SYMBOL_ASKED = AuditType(
    "identity.symbol_asked",
    "符号の取得要求",
    (Field("reason", "事由"), Field("messages", "電文の数")),
)
SYMBOLS_LISTED = AuditType(
    "identity.symbols_listed",
    "符号の取得要求の一覧",
    (Field("state", "状態"), Field("count", "件数")),
    reads=True,
)
SERIAL_ASKED = AuditType(
    "identity.serial_asked",
    "電子証明書シリアル番号の取得",
    (_RESULT,),
    reads=True,
)

registry.define(
    ASKED,
    PAPER_READ,
    AUTHENTICITY,
    CHANGE_ASKED,
    CHANGE_DECIDED,
    CHANGE_VIEWED,
    SYMBOL_ASKED,
    SYMBOLS_LISTED,
    SERIAL_ASKED,
)
