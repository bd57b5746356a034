"""Wiring (配線): which event wakes whom, and who fills the ports of lower storeys. One table, read here alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from daicho.business.movements.events import MovementApproved
from daicho.business.movements.public import pending_cases, waiting_for
from daicho.foundation.audit import ports as audit_ports
from daicho.foundation.outbox.public import Listener
from daicho.foundation.staff import ports as staff_ports
from daicho.registers.residents import ports as residents_ports
from daicho.registers.residents.public import person_of_atena_number

LISTENERS: Mapping[str, Sequence[tuple[str, Listener]]] = {
    # Nobody hears it yet: gateways to other systems come with their own issues. The events are kept and delivered.
    MovementApproved.kind: (),
}


def connect() -> None:
    """Fill the ports; called once by every process that serves or works."""
    residents_ports.pending_cases = pending_cases
    audit_ports.resolve_subject = person_of_atena_number
    staff_ports.waiting_for = waiting_for
