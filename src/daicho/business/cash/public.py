"""What other parts may ask of cash.

`open_account` is an act of its own, to be called before or after the caller's act, never inside it. `charge_account`,
`due_of`, `paid` and `standing_of_requests` run inside the caller's act and entry. A request has one account.
"""

from daicho.business.cash.commands.charge import charge_account
from daicho.business.cash.commands.drop_account import drop_account
from daicho.business.cash.commands.open_account import open_account
from daicho.business.cash.domain.fees import FeeLine, exemptions_on, fees_on
from daicho.business.cash.domain.tenders import MoneyOrder, Tender, methods_on
from daicho.business.cash.events import Paid, Returned
from daicho.business.cash.selectors.standing import (
    RequestStanding,
    due_of,
    paid,
    standing_of_requests,
)
from daicho.business.cash.selectors.waiting import cash_waiting

__all__ = [
    "FeeLine",
    "MoneyOrder",
    "Paid",
    "RequestStanding",
    "Returned",
    "Tender",
    "cash_waiting",
    "charge_account",
    "drop_account",
    "due_of",
    "exemptions_on",
    "fees_on",
    "methods_on",
    "open_account",
    "paid",
    "standing_of_requests",
]
