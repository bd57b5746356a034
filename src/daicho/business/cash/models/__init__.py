"""Models of cash."""

from daicho.business.cash.models.account import Account, AccountLine, AccountSheet
from daicho.business.cash.models.correction import Correction, CorrectionLine
from daicho.business.cash.models.drawer import Drawer, DrawerCount, OfficeDay
from daicho.business.cash.models.entry import Entry, MoneyOrderNote, Posting, Receipt

__all__ = [
    "Account",
    "AccountLine",
    "AccountSheet",
    "Correction",
    "CorrectionLine",
    "Drawer",
    "DrawerCount",
    "Entry",
    "MoneyOrderNote",
    "OfficeDay",
    "Posting",
    "Receipt",
]
