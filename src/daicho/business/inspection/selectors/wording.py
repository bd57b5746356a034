"""Wording (条件と申出書の言葉): stored conditions and papers as values, and as words; nothing personal of residents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from pydantic import TypeAdapter

from daicho.business.inspection.domain.application import Application
from daicho.business.inspection.domain.conditions import Condition
from daicho.registers.code_tables.public import towns_in

_CONDITION = TypeAdapter(Condition)
_PAPER = TypeAdapter(Application)


def condition_from(stored: Any) -> Condition:  # Any: JSON as the database gives it
    """A stored condition."""
    return _CONDITION.validate_python(stored)


def condition_stored(condition: Condition) -> Any:  # Any: JSON
    """A condition as it is stored."""
    return _CONDITION.dump_python(condition, mode="json")


def paper_from(stored: Any) -> Application:  # Any: JSON as the database gives it
    """A stored application."""
    return _PAPER.validate_python(stored)


def paper_stored(paper: Application) -> Any:  # Any: JSON
    """An application as it is stored."""
    return _PAPER.dump_python(paper, mode="json")


def town_names(day: date) -> Mapping[str, str]:
    """The names of this municipality's towns by 町字コード, in the order of the codes."""
    return {town.code: town.name for town in towns_in(settings.TOWN["code"], day)}


def condition_words(condition: Condition, day: date) -> str:
    """A condition in words."""
    return condition.words(town_names(day) if condition.towns else {})
