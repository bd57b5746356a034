"""Operations of the CS (統合端末の操作): who may do what here; added to those that every node offers."""

from __future__ import annotations

from typing import Final

from daicho.foundation.staff.operation import Operation
from daicho.kernel.access import Duty, Purpose

_DESK = frozenset({Duty.COUNTER, Duty.EXAMINE, Duty.DECIDE})
_WORK = frozenset({Duty.COUNTER, Duty.EXAMINE})
_SECOND = frozenset({Duty.EXAMINE, Duty.DECIDE})
_LOOK = (Purpose.INQUIRY, Purpose.MOVEMENT, Purpose.CERTIFICATE, Purpose.CORRECTION)
_CHANGE = (Purpose.MOVEMENT, Purpose.CORRECTION)
_COUNT = (Purpose.STATISTICS, Purpose.MOVEMENT)
_IDENTITY, _MESSAGES, _CARDS = "本人確認情報", "電文の取次ぎ", "番号とカード"
_INSPECTION = "点検"

OPERATIONS: Final = (
    Operation("identity.search", "本人確認情報の検索", _DESK, _LOOK, True, _IDENTITY, "cs_search"),
    Operation("identity.view", "本人確認情報の照会", _DESK, _LOOK, True),
    Operation("identity.numbers", "住民票コード・個人番号の表示", _WORK, _LOOK, True),
    Operation("identity.nation", "機構への情報照会", _WORK, _LOOK, True, _IDENTITY, "cs_nation"),
    Operation("identity.card", "カードの確認（突合）", _WORK, _LOOK, True, _IDENTITY, "cs_card"),
    Operation(
        "identity.verify",
        "個人番号の真正性確認",
        _WORK,
        (Purpose.MOVEMENT, Purpose.CORRECTION),
        True,
        _IDENTITY,
        "cs_verify",
    ),
    Operation("identity.bar", "更新禁止の設定と解除", _SECOND, _CHANGE, True),
    Operation("rejections.view", "異常一覧", _DESK, _CHANGE, True, _IDENTITY, "cs_rejections"),
    Operation("rejections.settle", "異常の処理", _WORK, _CHANGE, True),
    Operation("numbers.list", "番号の要求", _DESK, _CHANGE, True, _CARDS, "cs_numbers"),
    Operation("numbers.again", "番号の再要求", _WORK, _CHANGE, True),
    Operation("dispatch.view", "送付先情報", _DESK, _CHANGE, False, _CARDS, "cs_dispatches"),
    Operation("dispatch.medium", "送付先情報の媒体出力", _SECOND, _CHANGE, True),
    Operation("dispatch.outputs", "媒体出力の記録", _DESK, _CHANGE, False, _CARDS, "cs_media"),
    Operation(
        "certificates.received",
        "転出証明書情報",
        _DESK,
        _CHANGE,
        True,
        _MESSAGES,
        "cs_certificates",
    ),
    Operation("passages.view", "通知の取次ぎ", _DESK, _CHANGE, False, _MESSAGES, "cs_passages"),
    Operation("updates.count", "更新件数", _DESK, _COUNT, False, _INSPECTION, "cs_updates"),
    Operation(
        "inspection.log",
        "操作履歴の点検",
        frozenset({Duty.AUDIT, Duty.DECIDE}),
        (Purpose.AUDIT,),
        False,
        _INSPECTION,
        "cs_inspections",
    ),
    Operation(
        "inspection.sign",
        "操作履歴の点検の記録",
        frozenset({Duty.AUDIT, Duty.DECIDE}),
        (Purpose.AUDIT,),
        False,
    ),
    Operation(
        "inspection.use",
        "利用状況の点検",
        frozenset({Duty.AUDIT, Duty.DECIDE}),
        (Purpose.AUDIT,),
        False,
        _INSPECTION,
        "cs_use",
    ),
)
