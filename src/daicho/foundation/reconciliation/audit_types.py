"""Audit types of reconciling (証跡の種類): counts and digests, never an item."""

from daicho.foundation.audit.public import AuditType, Field, registry

_RUN = (Field("run", "確認の番号"), Field("source", "種類"), Field("peer", "相手方"))

RUN_BEGUN = AuditType(
    "reconciliation.begun",
    "整合性確認の開始",
    (*_RUN, Field("continued", "続きから")),
)
RUN_ENDED = AuditType(
    "reconciliation.ended",
    "整合性確認の終了",
    (
        *_RUN,
        Field("state", "結果"),
        Field("people", "比べた人数"),
        Field("blocks", "違う区画の数"),
        Field("differences", "差異の数"),
        Field("not_yet", "まだ比べられない人数"),
        Field("digest", "結果のダイジェスト"),
    ),
)
RUN_STOPPED = AuditType("reconciliation.stopped", "整合性確認の中止", _RUN)
DIFFERENCES_LISTED = AuditType(
    "reconciliation.listed",
    "整合性確認の結果の照会",
    (Field("run", "確認の番号"), Field("page", "ページ"), Field("count", "件数")),
    reads=True,
)
TOLD_AGAIN = AuditType(
    "reconciliation.told_again",
    "差異のある人の再送",
    (Field("run", "確認の番号"), Field("cause", "理由"), Field("message", "電文")),
)

registry.define(RUN_BEGUN, RUN_ENDED, RUN_STOPPED, DIFFERENCES_LISTED, TOLD_AGAIN)
