"""Uncertain dates (不詳日): as the register keeps them, and as a clerk enters them."""

from daicho.kernel.uncertain_dates.entry import (
    ADDRESS_SINCE,
    BIRTH,
    EVENT_UNCERTAIN,
    EXACT_ANY,
    EXACT_PAST,
    OLD_ALIEN_REGISTRATION,
    RESIDENT_SINCE,
    SEIREKI_BIRTH,
    DateRule,
    read_legal_date,
)
from daicho.kernel.uncertain_dates.exchange import (
    Uncertainty,
    jukinet_code,
    uncertainty_of,
    words_for_others,
)
from daicho.kernel.uncertain_dates.forms import Form
from daicho.kernel.uncertain_dates.legal_date import ENCODED_LENGTH, Calendar, LegalDate

__all__ = [
    "ADDRESS_SINCE",
    "BIRTH",
    "ENCODED_LENGTH",
    "EVENT_UNCERTAIN",
    "EXACT_ANY",
    "EXACT_PAST",
    "OLD_ALIEN_REGISTRATION",
    "RESIDENT_SINCE",
    "SEIREKI_BIRTH",
    "Calendar",
    "DateRule",
    "Form",
    "LegalDate",
    "Uncertainty",
    "jukinet_code",
    "read_legal_date",
    "uncertainty_of",
    "words_for_others",
]
