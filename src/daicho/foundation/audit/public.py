"""What other apps may use of the trail."""

from daicho.foundation.audit.commands.record import Note, enter, recorded, refuse, under_way
from daicho.foundation.audit.domain.logs import Change, Log
from daicho.foundation.audit.domain.types import AuditType, Field, Outcome, registry

__all__ = [
    "AuditType",
    "Change",
    "Field",
    "Log",
    "Note",
    "Outcome",
    "enter",
    "recorded",
    "refuse",
    "registry",
    "under_way",
]
