"""個人番号カード (JUK-024, JUK-061): what happened to a card, and what the card system tells of one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from daicho.foundation.messages.bodies.values import (
    Body,
    CardNumber,
    Code,
    Day,
    EachOnce,
    Municipality,
    Reference,
    ResidenceCard,
    SerialHex,
    Text60,
)


class Revoked(Body):
    """An electronic certificate (電子証明書): 署名用 or 利用者証明用."""

    kind: Literal["signature", "authentication"]
    serial: SerialHex


class Certificate(Revoked):
    """One that is in force."""

    valid_until: Day


Certificates = Annotated[list[Certificate], Field(min_length=1, max_length=2)]


class _OfPerson(Body):
    code: Code
    occurred_on: Day


class _OfCard(_OfPerson):
    card_number: CardNumber


class Preparation(_OfCard):
    """交付前設定."""

    event: Literal["preparation"]
    valid_until: Day


class Handover(_OfCard):
    """交付."""

    event: Literal["handover"]
    valid_until: Day
    certificates: Annotated[list[Certificate], Field(max_length=2)] | None = None


class Suspension(_OfCard):
    """一時停止."""

    event: Literal["suspension"]
    reason: Literal["lost", "stolen", "requested"]


class Release(_OfCard):
    """一時停止解除."""

    event: Literal["release"]


class Abolition(_OfCard):
    """廃止."""

    event: Literal["abolition"]
    reason: Literal[
        "death",
        "moved_out",
        "moved_out_overseas",
        "lost",
        "damaged",
        "reissue",
        "expired",
        "number_changed",
        "code_changed",
        "not_collected",
        "requested",
        "ex_officio",
    ]


class Collection(_OfCard):
    """回収."""

    event: Literal["collection"]
    reason: Literal["reissue", "expired", "abolished", "requested"]


class Surrender(_OfCard):
    """返納."""

    event: Literal["surrender"]
    reason: Literal["requested", "death", "moved_out", "abolished"]


class Continuation(_OfCard):
    """継続利用, in another municipality or overseas."""

    event: Literal["continuation"]
    place: Literal["domestic", "overseas"]
    municipality: Municipality | None = None


FaceItem = Literal[
    "name",
    "former_surname",
    "alias",
    "address",
    "sex",
    "birth_date",
    "residence_until",
    "roman_name",
    "kana",
]


class FaceChange(_OfCard):
    """券面記載事項変更."""

    event: Literal["face_change"]
    changes: Annotated[list[FaceItem], Field(min_length=1, max_length=9), EachOnce]


class CertificateRenewal(_OfCard):
    """電子証明書の更新."""

    event: Literal["certificate_renewal"]
    certificates: Certificates


class CertificateReissue(_OfCard):
    """電子証明書の再発行."""

    event: Literal["certificate_reissue"]
    certificates: Certificates


class CertificateRevocation(_OfCard):
    """電子証明書の失効."""

    event: Literal["certificate_revocation"]
    certificates: Annotated[list[Revoked], Field(min_length=1, max_length=2)]
    reason: Literal["requested", "items_changed", "card_abolished", "death", "moved_out_overseas"]


Pin = Literal["signature", "authentication", "profile", "basic_register"]


class PinReset(_OfCard):
    """暗証番号再設定: 署名用, 利用者証明用, 券面事項入力補助用, 住民基本台帳用."""

    event: Literal["pin_reset"]
    pins: Annotated[list[Pin], Field(min_length=1, max_length=4), EachOnce]


class ExpressApplication(_OfPerson):
    """特急発行の申請."""

    event: Literal["express_application"]
    application_number: Reference
    reason: Literal["newborn", "lost", "returned_from_overseas", "foreign_first", "other"]
    delivery: Literal["home", "counter"]
    card_number: CardNumber | None = None


class FaceCard(_OfCard):
    """顔認証カードへの切替, and back."""

    event: Literal["face_card"]
    direction: Literal["to_face_card", "to_pin_card"]


class SpecialResidenceCard(_OfPerson):
    """特定在留カード."""

    event: Literal["special_residence_card"]
    residence_card_number: ResidenceCard
    action: Literal["application", "handover", "separation"]
    card_number: CardNumber | None = None


CardEvent = Annotated[
    Preparation
    | Handover
    | Suspension
    | Release
    | Abolition
    | Collection
    | Surrender
    | Continuation
    | FaceChange
    | CertificateRenewal
    | CertificateReissue
    | CertificateRevocation
    | PinReset
    | ExpressApplication
    | FaceCard
    | SpecialResidenceCard,
    Field(discriminator="event"),
]


class CardNotice(Body):
    """カード管理システムからの通知."""

    notice_number: Reference
    code: Code
    notice: Literal[
        "issued",
        "arrived",
        "handover",
        "suspension",
        "release",
        "abolition",
        "surrender",
        "certificate_renewal",
        "certificate_reissue",
        "certificate_revocation",
        "express_issued",
    ]
    occurred_on: Day
    card_number: CardNumber | None = None
    valid_until: Day | None = None
    certificates: Certificates | None = None
    reason: Text60 | None = None
