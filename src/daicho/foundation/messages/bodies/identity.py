"""本人確認情報 and the numbers (JUK-001 to 005, 025 to 027): updates, queries, 個人番号とすべき番号, 符号, シリアル番号."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from daicho.foundation.messages.bodies.values import (
    Birth,
    Body,
    Code,
    Day,
    Name,
    Number,
    SerialHex,
    Sex,
    Text,
    Text60,
    Yes,
)

IdentityLayout = Literal["identity-38", "identity-40", "identity-40-2025"]
Items = dict[str, str]
"""Items by number; checking.py judges them by the layout."""


class IdentityUpdate(Body):
    """本人確認情報の更新."""

    layout: IdentityLayout
    items: Items


class QueryByCode(Body):
    """照会 by 住民票コード."""

    by: Literal["code"]
    code: Code
    purpose: Text60
    history: Yes | None = None
    nation: Yes | None = None


class QueryByNumber(Body):
    """照会 by 個人番号."""

    by: Literal["number"]
    number: Number
    purpose: Text60
    history: Yes | None = None
    nation: Yes | None = None


class QueryByItems(Body):
    """照会 by some of the four items; which combinations are enough is for whoever answers (JUK-014)."""

    by: Literal["items"]
    purpose: Text60
    name: Name | None = None
    birth_on: Birth | None = None
    address: Text | None = None
    sex: Sex | None = None
    history: Yes | None = None
    nation: Yes | None = None


IdentityQuery = Annotated[QueryByCode | QueryByNumber | QueryByItems, Field(discriminator="by")]


class Found(Body):
    """One record that was found."""

    items: Items


class IdentityQueryAnswer(Body):
    """What was found; `more`: and others besides."""

    layout: IdentityLayout
    found: list[Found] = Field(max_length=100)
    more: bool


class NewNumber(Body):
    """生成: a first number."""

    code: Code
    reason: Literal["new"]


class OtherNumber(Body):
    """変更: another number, at request or ex officio."""

    code: Code
    reason: Literal["request", "ex_officio"]
    former_number: Number | None = None


NumberRequest = Annotated[NewNumber | OtherNumber, Field(discriminator="reason")]


class NumberAssigned(Body):
    """個人番号とすべき番号の通知."""

    code: Code
    number: Number
    reason: Literal["new", "request", "ex_officio"]


class SymbolRequest(Body):
    """符号の取得要求."""

    code: Code
    reason: Literal["new", "code_changed", "number_changed"]


class SerialQuery(Body):
    """利用者証明用電子証明書シリアル番号の取得."""

    code: Code


class SerialQueryAnswer(Body):
    """The serial number, where there is a certificate."""

    code: Code
    state: Literal["valid", "revoked", "none"]
    serial: SerialHex | None = None
    valid_until: Day | None = None
