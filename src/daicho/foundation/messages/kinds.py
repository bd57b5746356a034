"""Kinds (電文の種類): the title of each, and the model of its body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from pydantic import TypeAdapter

from daicho.foundation.messages.bodies import (
    card,
    dispatch,
    family,
    identity,
    immigration,
    line,
    transfer,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: `choice` is the item by which its body is one of several models, empty for a single one."""

    title: str
    body: TypeAdapter[Any]  # Any: a model, or a choice of them
    choice: str = ""


def _kind(title: str, body: Any, choice: str = "") -> Kind:
    return Kind(title, TypeAdapter(body), choice)


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "identity.update": _kind("本人確認情報の更新", identity.IdentityUpdate),
        "identity.query": _kind("本人確認情報照会", identity.IdentityQuery, "by"),
        "identity.query.answer": _kind("本人確認情報照会の答え", identity.IdentityQueryAnswer),
        "number.request": _kind(
            "個人番号とすべき番号の生成・変更の要求", identity.NumberRequest, "reason"
        ),
        "number.assigned": _kind("個人番号とすべき番号の通知", identity.NumberAssigned),
        "departure.certificate": _kind("転出証明書情報", transfer.DepartureCertificate),
        "departure.cancelled": _kind("転出証明書情報の取消し", transfer.DepartureCancelled),
        "departure.request": _kind("転出証明書情報の求め", transfer.DepartureRequest),
        "arrival.notice": _kind("転入通知", transfer.ArrivalNotice),
        "wide_area.request": _kind("広域交付住民票情報の要求", transfer.WideAreaRequest),
        "wide_area.request.answer": _kind("広域交付住民票情報", transfer.WideAreaAnswer),
        "dispatch.information": _kind("送付先情報", dispatch.DispatchInformation),
        "dispatch.targets": _kind("送付先情報の更新対象者", dispatch.DispatchTargets),
        "card.event": _kind("個人番号カードの異動", card.CardEvent, "event"),
        "card.notice": _kind("カード管理システムからの通知", card.CardNotice),
        "annex.notice": _kind("戸籍附票記載事項通知", family.AnnexNotice),
        "annex.mismatch": _kind("戸籍照合通知", family.AnnexMismatch),
        "register.notice": _kind("住民票記載事項通知", family.RegisterNotice),
        "domicile.moved": _kind("本籍転属通知", family.DomicileMoved),
        "annex.update": _kind("附票本人確認情報の更新", family.AnnexUpdate),
        "immigration.municipal": _kind("市町村通知", immigration.MunicipalNotice),
        "immigration.notice": _kind("入管庁通知", immigration.ImmigrationNotice),
        "symbol.request": _kind("符号の取得要求", identity.SymbolRequest),
        "serial.query": _kind("利用者証明用電子証明書シリアル番号の取得", identity.SerialQuery),
        "serial.query.answer": _kind("シリアル番号の答え", identity.SerialQueryAnswer),
        "reconcile.digests": _kind("整合性確認（区画ごとの指紋）", line.ReconcileDigests),
        "reconcile.digests.answer": _kind("整合性確認（違う区画）", line.ReconcileDigestsAnswer),
        "reconcile.rows": _kind("整合性確認（区画の行の求め）", line.ReconcileRows),
        "reconcile.rows.answer": _kind("整合性確認（区画の行）", line.ReconcileRowsAnswer, "file"),
        "line.status": _kind("稼働状況の問い", line.LineStatus),
        "line.status.answer": _kind("稼働状況", line.LineStatusAnswer),
        "outcome": _kind("保留した電文の結果", line.Outcome),
        "receipt": _kind("受領の応答", line.Receipt),
    }
)
"""Every kind of the edition. A query's answer is called like it, with `.answer`."""
