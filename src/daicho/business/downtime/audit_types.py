"""Audit types of downtime (証跡の種類): a set names nobody; the numbers say what was entered from which paper."""

from daicho.foundation.audit.public import AuditType, Field, Log, registry

FIELDS = (
    Field("number", "用紙の番号"),
    Field("receptions", "受付簿"),
    Field("issues", "交付簿"),
    Field("slip", "番号"),
    Field("state", "使用の別"),
    Field("refers", "入力後の番号"),
)

SET_MADE = AuditType("downtime.made", "電算停止時の用紙の作成", FIELDS)
SLIP_SETTLED = AuditType("downtime.settled", "電算停止時の番号の突合", FIELDS)
SET_CLOSED = AuditType("downtime.closed", "電算停止時の用紙の突合の終了", FIELDS)
SET_PRINTED = AuditType("downtime.printed", "電算停止時の用紙の印刷", FIELDS, reads=True)
SET_VIEWED = AuditType("downtime.viewed", "電算停止時の用紙の照会", FIELDS, reads=True)
SETS_LISTED = AuditType(
    "downtime.listed", "電算停止時の用紙の一覧", (Field("count", "件数"),), reads=True
)

registry.define(SET_MADE, SLIP_SETTLED, SET_CLOSED, SET_PRINTED, SET_VIEWED, SETS_LISTED)
registry.file(Log.BATCH_PAPER, SET_MADE)
registry.file(Log.PAPER, SET_PRINTED)
