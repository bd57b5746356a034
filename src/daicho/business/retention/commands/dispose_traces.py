"""Dispose of sign-in traces (ログインの補助の記録の廃棄): what the lock-out counted by; the trail is the record of sign-ins."""

from __future__ import annotations

from datetime import datetime, time

from axes.models import AccessFailureLog, AccessLog

from daicho.business.retention.audit_types import TRACES_DISPOSED
from daicho.business.retention.domain.policies import policies_on
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import TOKYO, business_today
from daicho.kernel.errors import Refused


def dispose_traces(access: Access) -> int:
    """Delete the traces whose period has run out; returns how many. One entry if there are any. The system's own act."""
    if not access.has(Duty.SYSTEM):
        raise Refused(
            "ログインの補助の記録は消せません。",
            why="保存期間を過ぎたものを、仕組みが消すだけです。",
            code="retention.system_only",
        )
    today = business_today()
    policy = next(p for p in policies_on(today) if p.code == "sign_in_traces")
    before = policy.kept_from(today)
    instant = datetime.combine(before, time(), tzinfo=TOKYO)
    old = [
        model.objects.filter(attempt_time__lt=instant) for model in (AccessLog, AccessFailureLog)
    ]
    if not any(rows.exists() for rows in old):
        return 0
    with recorded(access, TRACES_DISPOSED) as note:
        note.count = sum(rows.delete()[0] for rows in old)
        note.say(before=before.isoformat())
        return note.count
