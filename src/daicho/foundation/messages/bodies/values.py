"""Values of bodies (本文の値): the forms as types, and the model that every body is of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from daicho.foundation.messages.forms import Form, written


class Body(BaseModel):
    """Strict: nothing is converted, and nothing but the named items is taken."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, validate_default=False)


Birth = Annotated[str, written(Form.BIRTH)]
Block = Annotated[str, written(Form.BLOCK)]
CardNumber = Annotated[str, written(Form.CARD_NUMBER)]
Code = Annotated[str, written(Form.CODE)]
DateText = Annotated[str, written(Form.DATE)]
Day = Annotated[str, written(Form.DAY)]
Digest = Annotated[str, written(Form.DIGEST)]
Kana = Annotated[str, written(Form.KANA, 200)]
Month = Annotated[str, written(Form.MONTH)]
Municipality = Annotated[str, written(Form.MUNICIPALITY)]
Number = Annotated[str, written(Form.NUMBER)]
PensionNumber = Annotated[str, written(Form.PENSION_NUMBER)]
Postal = Annotated[str, written(Form.POSTAL)]
Reason = Annotated[str, written(Form.REASON)]
Reference = Annotated[str, written(Form.REFERENCE, 40)]
ResidenceCard = Annotated[str, written(Form.RESIDENCE_CARD)]
Roman = Annotated[str, written(Form.ROMAN, 200)]
Serial = Annotated[str, written(Form.SERIAL)]
SerialHex = Annotated[str, written(Form.SERIAL_HEX)]
Sex = Annotated[str, written(Form.SEX)]
Time = Annotated[str, written(Form.TIME)]
UuidText = Annotated[str, written(Form.UUID)]
Text20 = Annotated[str, written(Form.TEXT, 20)]
Text40 = Annotated[str, written(Form.TEXT, 40)]
Text60 = Annotated[str, written(Form.TEXT, 60)]
Text100 = Annotated[str, written(Form.TEXT, 100)]
Text200 = Annotated[str, written(Form.TEXT, 200)]
Name = Text200
Text = Annotated[str, written(Form.TEXT, 300)]
MaybeText = Annotated[str, written(Form.MAYBE_TEXT, 300)]
ProblemCode = Annotated[str, written(Form.PROBLEM_CODE, 60)]
ItemPath = Annotated[str, written(Form.ITEM_PATH, 120)]

Category = Literal[
    "mid_long_term",
    "special_permanent",
    "temporary_refuge",
    "provisional_stay",
    "transitional_birth",
    "transitional_nationality_loss",
]
"""法30条の45の区分, as the register names them."""


def _yes(value: bool) -> bool:
    if not value:
        raise PydanticCustomError("value", "{why}", {"why": "はいのときにだけ書く項目です。"})
    return value


Yes = Annotated[bool, AfterValidator(_yes)]


def _each_once(values: Any) -> Any:  # Any: any list of plain values
    if len(set(values)) < len(values):
        raise PydanticCustomError("twice", "{why}", {"why": "同じ値が二度あります。"})
    return values


EachOnce = AfterValidator(_each_once)


def _filled(model: BaseModel) -> BaseModel:
    if not model.model_fields_set:
        raise PydanticCustomError("length", "{why}", {"why": "項目が一つもありません。"})
    return model


Filled = AfterValidator(_filled)
