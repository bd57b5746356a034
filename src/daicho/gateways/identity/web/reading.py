"""Reading (読取り): from a posted form to criteria and dates; a date of birth as the line writes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from daicho.gateways.identity.domain.criteria import Criteria
from daicho.kernel.check_digits import fold_digits
from daicho.kernel.clock import business_today
from daicho.kernel.uncertain_dates import BIRTH, jukinet_code, read_legal_date
from daicho.kernel.wareki import parse_date

SEXES = (("", "指定しない"), ("男", "男"), ("女", "女"))


def criteria_from(posted: Mapping[str, str]) -> Criteria:
    """What was typed; `Invalid` for a date that is none."""
    sex = posted.get("sex", "")
    return Criteria(
        code=fold_digits(posted.get("code", "")),
        number=fold_digits(posted.get("number", "")),
        name=posted.get("name", "").strip(),
        birth_on=_birth(posted.get("birth_on", "").strip()),
        sex=sex if sex in dict(SEXES) else "",
        address=posted.get("address", "").strip(),
        history=posted.get("history", "") == "on",
        nation=posted.get("nation", "") == "on",
    )


def _birth(typed: str) -> str:
    if not typed:
        return ""
    return jukinet_code(
        read_legal_date(typed, field="birth_on", rule=BIRTH, today=business_today())
    )


def day_from(posted: Mapping[str, str], field: str) -> date | None:
    """A day as typed, or None for nothing; `Invalid` for what is no date."""
    typed = posted.get(field, "").strip()
    return parse_date(typed, field=field) if typed else None
