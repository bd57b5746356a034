"""Kind (異動の種類): one movement that can be made: its form, its plan, the article it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import Sheet
from daicho.business.movements.domain.world import World

Planner = Callable[[Reader, World], Plan | None]
Proposer = Callable[[Reader, World, date], Mapping[UUID, str]]


class Group(StrEnum):
    """Where a kind stands in the menu: as the papers lie on the counter."""

    MOVE = "住所の異動"
    HOUSEHOLD = "世帯"
    FAMILY_REGISTER = "戸籍の届出・通知"
    RESIDENCE = "外国人住民"
    NAMES = "氏名・旧氏・通称"
    NUMBERS = "番号"
    EX_OFFICIO = "職権"
    CORRECTION = "訂正・取消し"
    RECORD = "住民票の調製"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its code (STD catalogue), its name, the article it rests on, its form and its plan.

    `propose` gives the 続柄 that the form fills in for the people of the register (STD-4.1.4.2).
    """

    code: str
    title: str
    article: str
    sheet: Sheet
    plan: Planner
    group: Group = Group.MOVE
    propose: Proposer | None = None
