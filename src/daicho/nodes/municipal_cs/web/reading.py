"""Reading (読取り): from a posted form to the criteria of a search; a date of birth as the network writes it."""

from __future__ import annotations

from collections.abc import Mapping

from daicho.kernel.check_digits import fold_digits
from daicho.kernel.clock import business_today
from daicho.kernel.uncertain_dates import BIRTH, read_legal_date
from daicho.kernel.uncertain_dates.exchange import jukinet_code
from daicho.nodes.municipal_cs.domain.criteria import Criteria

SEXES = (("", "指定しない"), ("男", "男"), ("女", "女"))


def criteria_from(posted: Mapping[str, str]) -> Criteria:
    """What was typed; `Invalid` for a date that is none."""
    return Criteria(
        code=fold_digits(posted.get("code", "")),
        number=fold_digits(posted.get("number", "")),
        name=posted.get("name", "").strip(),
        kana=posted.get("kana", "").strip(),
        birth_on=birth_from(posted),
        address=posted.get("address", "").strip(),
        sex=sex_from(posted),
        history=posted.get("history", "") == "on",
    )


def birth_from(posted: Mapping[str, str]) -> str:
    """`EYYYYMMDD` of a date of birth as a clerk writes it; empty for none."""
    typed = posted.get("birth_on", "").strip()
    if not typed:
        return ""
    return jukinet_code(
        read_legal_date(typed, field="birth_on", rule=BIRTH, today=business_today())
    )


def sex_from(posted: Mapping[str, str]) -> str:
    told = posted.get("sex", "")
    return told if told in ("男", "女") else ""
