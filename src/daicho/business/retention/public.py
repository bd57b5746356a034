"""What other parts may ask of retention."""

from daicho.business.retention.commands.dispose_traces import dispose_traces
from daicho.business.retention.commands.holds import holds_back
from daicho.business.retention.commands.reapply_receipts import Reapplied, reapply_receipts
from daicho.business.retention.domain.policies import policies_on
from daicho.business.retention.receipts import FOLDER
from daicho.business.retention.selectors.erased import disposed_note

__all__ = [
    "FOLDER",
    "Reapplied",
    "dispose_traces",
    "disposed_note",
    "holds_back",
    "policies_on",
    "reapply_receipts",
]
