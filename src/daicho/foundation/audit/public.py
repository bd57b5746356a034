"""What other apps may use of the trail."""

from daicho.foundation.audit.commands.record import Note, recorded, refuse, under_way
from daicho.foundation.audit.domain.types import AuditType, Field, Outcome, registry

__all__ = ["AuditType", "Field", "Note", "Outcome", "recorded", "refuse", "registry", "under_way"]
