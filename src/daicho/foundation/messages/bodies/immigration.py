"""出入国在留管理庁 (IMM-001 to 006): 市町村通知 out, 入管庁通知 in."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from daicho.foundation.messages.bodies.values import (
    Birth,
    Body,
    Category,
    DateText,
    Day,
    Filled,
    Municipality,
    Name,
    Reason,
    Reference,
    ResidenceCard,
    Roman,
    Sex,
    Text,
    Text40,
    Text60,
)


class ResidenceItems(Body):
    """Items that a notice of the agency may write anew."""

    name_alphabet: Roman | None = None
    name_kanji: Name | None = None
    birth_on: Birth | None = None
    nationality: Text60 | None = None
    residence_category: Category | None = None
    residence_status: Text60 | None = None
    residence_period: Text40 | None = None
    residence_until: Day | None = None
    residence_card_number: ResidenceCard | None = None
    special_permanent_number: ResidenceCard | None = None
    landing_period: Text40 | None = None
    provisional_stay_period: Text40 | None = None


class ForeignResident(ResidenceItems):
    """外国人住民 of a 市町村通知."""

    birth_on: Birth
    nationality: Text60
    residence_category: Category
    sex: Sex | None = None


class MunicipalNotice(Body):
    """市町村通知 (入管法61条の8の2); `basis` is its class (異動情報の区別), `corrects` the number of an earlier notice."""

    notice_number: Reference
    reason: Reason
    basis: Literal["住基法・入管法", "入管法", "住基法"] | None = None
    event_on: DateText
    notified_on: Day
    municipality: Municipality
    person: ForeignResident
    address: Text | None = None
    previous_address: Text | None = None
    destination: Text | None = None
    corrects: Reference | None = None


class ImmigrationNotice(Body):
    """入管庁通知 (住基法30条の50): items written anew, or a removal with its ground."""

    number: Reference
    noticed_on: Day
    effect: Literal["amend", "remove"]
    event_on: Day
    name: Roman
    birth_on: Birth
    ground: Text60 | None = None
    card_number: ResidenceCard | None = None
    sex: Sex | None = None
    nationality: Text60 | None = None
    items: Annotated[ResidenceItems, Filled] | None = None

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.effect == "amend" and self.items is None:
            raise PydanticCustomError("missing", "{why}", {"why": "修正する項目がありません。"})
        if self.effect == "remove" and self.items is not None:
            why = "消除の通知に修正の項目は付けられません。"
            raise PydanticCustomError("unknown_item", "{why}", {"why": why})
        if self.effect == "remove" and self.ground is None:
            raise PydanticCustomError("missing", "{why}", {"why": "消除の事由がありません。"})
        return self
