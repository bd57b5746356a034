"""What other packages may use of reconciling."""

from daicho.foundation.reconciliation.commands.start import start_overdue
from daicho.foundation.reconciliation.domain.causes import Last, Standing
from daicho.foundation.reconciliation.domain.comparing import Own
from daicho.foundation.reconciliation.domain.files import ANNEX
from daicho.foundation.reconciliation.jobs import job_of
from daicho.foundation.reconciliation.ports import Shield, Source
from daicho.foundation.reconciliation.selectors.coded import coded
from daicho.foundation.reconciliation.selectors.runs import reconcile_waiting

__all__ = [
    "ANNEX",
    "Last",
    "Own",
    "Shield",
    "Source",
    "Standing",
    "coded",
    "job_of",
    "reconcile_waiting",
    "start_overdue",
]
