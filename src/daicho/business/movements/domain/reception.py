"""Reception (受付): the day on which a paper was received, apart from the day on which it is entered (REG-008, REG-092)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from daicho.business.movements.domain.kind import Group, Kind
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.kernel.uncertain_dates import EXACT_PAST


class Occasion(StrEnum):
    """What brought the data here (入手の契機, REG-092)."""

    NOTIFICATION = "notification"
    FAMILY_REGISTER = "family_register"
    OTHER_MUNICIPALITY = "other_municipality"
    PETITION_OR_SURVEY = "petition_or_survey"
    NUMBER_REQUEST = "number_request"
    OFFICE = "office"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Final = {
    Occasion.NOTIFICATION: "異動届",
    Occasion.FAMILY_REGISTER: "戸籍の届出・通知",
    Occasion.OTHER_MUNICIPALITY: "他市町村の通知",
    Occasion.PETITION_OR_SURVEY: "申出・調査",
    Occasion.NUMBER_REQUEST: "番号の変更請求",
    Occasion.OFFICE: "職権（その他）",
}


def occasion_of(kind: Kind, plan: Plan, payload: Mapping[str, str], *, surveyed: bool) -> Occasion:
    """What brought a planned case here, from its kind and its ground."""
    if surveyed or plan.basis == "申出":
        return Occasion.PETITION_OR_SURVEY
    if plan.basis == "請求" or plan.requested_on:
        return Occasion.NUMBER_REQUEST
    if kind.code == "arrival_notice":
        return Occasion.OTHER_MUNICIPALITY
    if plan.noticed_on or kind.group is Group.FAMILY_REGISTER or plan.basis == "通知":
        return Occasion.FAMILY_REGISTER
    if plan.basis == "届出" or payload.get("notified_on", "").strip():
        return Occasion.NOTIFICATION
    return Occasion.OFFICE


def check_reception(reader: Reader) -> None:
    """The day of reception is not in the future; a later entry names the day of the paper."""
    received = reader.exact_date("received_on", "受付日", EXACT_PAST, required=False)
    if not reader.has("later_entry"):
        return
    if received is None or received >= reader.today:
        reader.note(
            "received_on",
            "later_entry_day",
            "後日入力の受付日が、届出を受けた日になっていません。",
            "電算停止中に受けた届出は、紙に受けた日を受付日・届出日とし、処理日は入力した日になります。",
            "届出書に押した受付印の日を入力してください。",
        )
