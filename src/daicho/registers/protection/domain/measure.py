"""Support measure (支援措置, STD-1.1.16): its facts as one value, and what follows from them on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from daicho.registers.protection.domain.levels import Restraint, Rule
from daicho.registers.protection.domain.spans import Span, renewable_from


class Role(StrEnum):
    """How the application came here: first received here, or passed on by another municipality."""

    FIRST = "first"
    TRANSFERRED = "transferred"

    @property
    def label(self) -> str:
        return {"first": "当初受付", "transferred": "転送受付"}[self.value]


class Standing(StrEnum):
    """What this town is to the applicant."""

    CURRENT = "current"
    FORMER = "former"

    @property
    def label(self) -> str:
        return {"current": "現住所地", "former": "前住所地等"}[self.value]


class Cause(StrEnum):
    """Ground of the application (支援措置の理由)."""

    SPOUSE = "spouse"
    STALKING = "stalking"
    CHILD_ABUSE = "child_abuse"
    SIMILAR = "similar"

    @property
    def label(self) -> str:
        return _CAUSES[self]


_CAUSES = {
    Cause.SPOUSE: "配偶者からの暴力",
    Cause.STALKING: "ストーカー行為等",
    Cause.CHILD_ABUSE: "児童虐待",
    Cause.SIMILAR: "これらに準ずる行為",
}


class Business(StrEnum):
    """What is asked to be restricted (求められた事務)."""

    INSPECTION = "inspection"
    COPY = "copy"
    REGISTER_SLIP = "register_slip"

    @property
    def label(self) -> str:
        return _BUSINESSES[self]


_BUSINESSES = {
    Business.INSPECTION: "住民基本台帳の閲覧",
    Business.COPY: "住民票の写し等の交付",
    Business.REGISTER_SLIP: "戸籍の附票の写し等の交付",
}


class Target(StrEnum):
    """Of which address or domicile (抑止対象の住所等)."""

    ADDRESS = "address"
    FORMER_ADDRESS = "former_address"
    DOMICILE = "domicile"
    FORMER_DOMICILE = "former_domicile"
    OLDER_DOMICILE = "older_domicile"

    @property
    def label(self) -> str:
        return _TARGETS[self]


_TARGETS = {
    Target.ADDRESS: "現住所",
    Target.FORMER_ADDRESS: "前住所",
    Target.DOMICILE: "本籍",
    Target.FORMER_DOMICILE: "前本籍",
    Target.OLDER_DOMICILE: "前々本籍等",
}

TARGETS_OF: Final[dict[Business, tuple[Target, ...]]] = {
    Business.INSPECTION: (Target.ADDRESS,),
    Business.COPY: (Target.ADDRESS, Target.FORMER_ADDRESS),
    Business.REGISTER_SLIP: (
        Target.DOMICILE,
        Target.FORMER_DOMICILE,
        Target.OLDER_DOMICILE,
    ),
}


class EndGround(StrEnum):
    """Why a measure ends (終了の事由)."""

    PETITION = "petition"
    LAPSED = "lapsed"
    NO_NEED = "no_need"

    @property
    def label(self) -> str:
        return _END_GROUNDS[self]


_END_GROUNDS = {
    EndGround.PETITION: "支援対象者の申出",
    EndGround.LAPSED: "期間経過または未延長",
    EndGround.NO_NEED: "市区町村長が必要なしと認めた",
}


@dataclass(frozen=True, slots=True)
class Joint:
    """Somebody for whom support is asked as well (併せて支援を求める者)."""

    person: UUID
    relation: str


@dataclass(frozen=True, slots=True)
class Perpetrator:
    """加害者, as far as known; `atena_number` only of somebody in this register."""

    name: str = ""
    atena_number: str = ""
    birth: str = ""
    sex: str = ""
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One requested restriction and the place that it hides."""

    business: Business
    target: Target
    place: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """The application passed on to another municipality (転送)."""

    municipality: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is kept of one measure. What is quoted of its people is asked of the register, never copied.

    `periods` follow each other without a gap; `provisional_on` is None when there is no 仮支援措置.
    """

    role: Role
    standing: Standing
    causes: tuple[Cause, ...]
    cause_note: str = ""
    applicant: UUID
    telephone: str = ""
    mobile: str = ""
    mail: str = ""
    contact: str = ""
    joint: tuple[Joint, ...] = ()
    perpetrators: tuple[Perpetrator, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    applied_on: date
    provisional_on: date | None = None
    first_municipality: str = ""
    received_on: date | None = None
    contacted_on: date | None = None
    transfers: tuple[Transfer, ...] = ()
    periods: tuple[Span, ...] = ()
    notice_on: date | None = None
    ended_on: date | None = None
    end_ground: EndGround | None = None
    remarks: str = ""

    @property
    def people(self) -> tuple[UUID, ...]:
        """The applicant and those with them: all are 支援対象者."""
        return (self.applicant, *(one.person for one in self.joint))

    @property
    def starts_on(self) -> date | None:
        return self.periods[0].starts_on if self.periods else None

    @property
    def ends_on(self) -> date | None:
        return self.periods[-1].ends_on if self.periods else None


class State(StrEnum):
    """State of a measure (支援措置の状態)."""

    RECEIVED = "received"
    PROVISIONAL = "applied_provisional"
    ACTIVE = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired_not_extended"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return _STATES[self]


_STATES = {
    State.RECEIVED: "申出受付（仮支援なし）",
    State.PROVISIONAL: "仮支援措置期間中",
    State.ACTIVE: "支援措置期間中",
    State.EXPIRING: "支援措置期間中（1か月以内に終了）",
    State.EXPIRED: "支援措置の期間が終了（延長なし）",
    State.ENDED: "終了",
}

IN_EFFECT: Final = frozenset({State.PROVISIONAL, State.ACTIVE, State.EXPIRING})
"""The states in which the people are hidden."""

SEEN: Final = IN_EFFECT | {State.EXPIRED}
"""The states that staff are told of."""


def state_on(facts: Facts, day: date, *, moved_out_on: date | None = None) -> State:
    """The state on a day; `moved_out_on` is the day from which the person is 除票 here, None while they live here.

    Whoever was supported by the municipality of first receipt when they moved out is supported provisionally, as by a
    former municipality, until the measure is ended: no period runs out meanwhile (STD-3.4, household-rules S-03).
    """
    if facts.ended_on is not None and facts.ended_on <= day:
        return State.ENDED
    if passes_on(facts, day, moved_out_on=moved_out_on):
        return State.PROVISIONAL
    return _by_dates(facts, day)


def passes_on(facts: Facts, day: date, *, moved_out_on: date | None) -> bool:
    """Whether the measure has turned into the provisional one of a former municipality."""
    return (
        facts.role is Role.FIRST
        and facts.standing is Standing.CURRENT
        and moved_out_on is not None
        and moved_out_on <= day
        and _by_dates(facts, moved_out_on) in IN_EFFECT
    )


def _by_dates(facts: Facts, day: date) -> State:
    starts_on, ends_on = facts.starts_on, facts.ends_on
    if starts_on is None or ends_on is None or day < starts_on:
        begun = facts.provisional_on is not None and facts.provisional_on <= day
        return State.PROVISIONAL if begun else State.RECEIVED
    if day > ends_on:
        return State.EXPIRED
    return State.EXPIRING if renewable_from(ends_on) <= day else State.ACTIVE


def level_of(facts: Facts, state: State, rule: Rule) -> Restraint:
    """How hard a measure in a state stops a channel.

    Where copies were not among what was asked for, giving one out is confirmed, not refused. A period that ran out
    without being ended is told (STD-3.4); where nobody is there to be told, it still stops.
    """
    if state not in SEEN:
        return Restraint.NONE
    asked = Business.COPY in {one.business for one in facts.wanted}
    softened = state is State.EXPIRED or not asked
    return rule.settled(Restraint.ALERT if softened else rule.measure)


def since_of(facts: Facts, day: date, *, moved_out_on: date | None = None) -> date:
    """Since when the people are hidden as they are, for the words that staff read."""
    if moved_out_on is not None and passes_on(facts, day, moved_out_on=moved_out_on):
        return moved_out_on
    if _by_dates(facts, day) is State.PROVISIONAL:
        return facts.provisional_on or facts.applied_on
    return facts.starts_on or facts.applied_on


def until_of(facts: Facts, day: date, *, moved_out_on: date | None = None) -> date | None:
    """The last day of the period that runs; a provisional measure has none."""
    state = state_on(facts, day, moved_out_on=moved_out_on)
    return None if state is State.PROVISIONAL else facts.ends_on
