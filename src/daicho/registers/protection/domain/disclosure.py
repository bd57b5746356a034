"""Disclosure (開示の可否): the answer to the one question that every channel asks, in words for staff and for outsiders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from daicho.kernel.errors import Level, Problem
from daicho.kernel.wareki import format_wareki
from daicho.registers.protection.domain.levels import Channel, Restraint, hardest

REMEDY = "審査の結果、処理してよいときは、一時解除の権限を持つ職員に依頼してください。"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why somebody is protected: one measure or one suppression.

    `level` is what it does to the channel that was asked about, before any lift; `why` is blank for whoever may not
    see measures (支援対象者照会).
    """

    level: Restraint
    what: str
    since: date
    until: date | None
    why: str = ""
    household: str = ""
    measure: UUID | None = None
    suppression: UUID | None = None

    @property
    def mark(self) -> str:
        return "支援" if self.measure else "抑止"

    @property
    def words(self) -> str:
        until = format_wareki(self.until) if self.until else ""
        whose = "世帯の" if self.household else ""
        return f"{whose}{self.what}（{format_wareki(self.since)}から{until}）"


@dataclass(frozen=True, slots=True)
class Answer:
    """What holds of one person, or of one household number. `lifted_until`: opened by a temporary lift until then."""

    person: UUID | None
    grounds: tuple[Ground, ...] = ()
    household: str = ""
    lifted_until: datetime | None = None

    @property
    def level(self) -> Restraint:
        if self.lifted_until is not None:
            return Restraint.NONE
        return hardest(ground.level for ground in self.grounds)

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ground.mark for ground in self.grounds))

    @property
    def words(self) -> str:
        """The grounds that count, in staff words."""
        counting = (g for g in self.grounds if g.level is not Restraint.NONE)
        return "、".join(dict.fromkeys(g.words for g in counting))


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Whether a channel may tell of these people, and why not."""

    channel: Channel
    answers: tuple[Answer, ...]

    neutral: ClassVar[str] = "お答えできる情報はありません。"
    """What an outside caller is told: the same when nobody matches and when somebody is protected."""

    @property
    def permits(self) -> bool:
        """Whether nothing stops the channel; alerts are confirmed by whoever sits there."""
        return not self.errors

    @property
    def errors(self) -> tuple[Answer, ...]:
        return tuple(a for a in self.answers if a.level is Restraint.ERROR)

    @property
    def alerts(self) -> tuple[Answer, ...]:
        return tuple(a for a in self.answers if a.level is Restraint.ALERT)

    def of(self, person: UUID) -> Answer:
        """The answer about one person; who was not asked about is not answered."""
        return next(a for a in self.answers if a.person == person)

    def problems(self, *, field: str) -> tuple[Problem, ...]:
        """Errors that stop, alerts to be confirmed; `{person}` in `field` becomes the person's key."""
        return tuple(_problem(a, self.channel, field) for a in (*self.errors, *self.alerts))


def _problem(answer: Answer, channel: Channel, field: str) -> Problem:
    place = field.format(person=answer.person) if answer.person else ""
    if answer.level is Restraint.ERROR:
        return Problem(
            "protected",
            place,
            f"抑止されている人が含まれるため、{channel.label}はできません。",
            f"{answer.words}。",
            REMEDY,
        )
    return Problem(
        "protected_alert",
        place,
        "抑止されている人が含まれています。",
        f"{answer.words}。",
        "支援措置・抑止の内容を確かめ、進めてよいことを確認してください。",
        Level.ALERT,
    )
