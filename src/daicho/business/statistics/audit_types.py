"""Audit types of statistics (証跡の種類): what was counted, how and into what; a table tells of nobody."""

from daicho.foundation.audit.public import AuditType, Field, registry

TABLE_MADE = AuditType(
    "statistics.made",
    "統計の集計",
    (
        Field("report", "統計表"),
        Field("as_of", "基準日・期間の終わり"),
        Field("since", "期間の初め"),
        Field("known_on", "把握の時点"),
        Field("level", "地区の単位"),
        Field("kind", "対象"),
        Field("output", "出力"),
        Field("small", "小さい数"),
        Field("tables", "表の数"),
    ),
    reads=True,
)

registry.define(TABLE_MADE)
