"""Wiring of the CS (市町村CSの配線): who fills the ports of the foundation on this node."""

from __future__ import annotations

from daicho.foundation.jobs import ports as jobs_ports
from daicho.foundation.jobs.verify_trail import VERIFY_TRAIL
from daicho.foundation.reconciliation import ports as reconciliation_ports
from daicho.foundation.reconciliation.public import job_of
from daicho.foundation.staff import ports as staff_ports
from daicho.nodes.municipal_cs import parties
from daicho.nodes.municipal_cs.selectors.reconcile import SOURCES
from daicho.nodes.municipal_cs.selectors.waiting import cs_waiting


def connect() -> None:
    """Fill the ports; called once by every process that serves or works. `Unavailable` for a line that may not be."""
    parties.check_peers()
    staff_ports.waiting_for = cs_waiting
    jobs_ports.kinds = jobs_ports.by_code((VERIFY_TRAIL, *map(job_of, SOURCES)))
    reconciliation_ports.sources = reconciliation_ports.by_code(SOURCES)
