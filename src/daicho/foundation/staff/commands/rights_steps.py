"""Steps of a rights request (申請の一歩): what deciding and taking back share: the locks, the state, the stale page."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from daicho.foundation.staff.domain.aspects import Subject
from daicho.foundation.staff.domain.states import RequestState
from daicho.foundation.staff.errors import own_account
from daicho.foundation.staff.models import RightsLine, RightsRequest
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Missing

_LOCK = 7117031


def locked_request(key: UUID) -> tuple[RightsRequest, list[RightsLine]]:
    """A request and its lines; all that change rights stand in one queue until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    request = RightsRequest.objects.select_for_update().filter(key=key).first()
    if request is None:
        raise Missing(
            "この申請は見つかりません。",
            remedy="申請の一覧から選び直してください。",
            code="rights.request_missing",
        )
    return request, list(request.lines.order_by("position"))


def check_asked(request: RightsRequest) -> None:
    """Raise `Conflict` unless nobody has decided yet."""
    if request.stands is not RequestState.ASKED:
        raise overtaken(request)


def overtaken(request: RightsRequest) -> Conflict:
    return Conflict(
        f"この申請は今「{request.stands.label}」です。",
        why="ほかの人が先に処理したか、適用日を過ぎました。何も変えていません。",
        remedy="申請を開き直して確かめてください。",
        code="rights.overtaken",
    )


def check_not_own(access: Access, lines: list[RightsLine]) -> None:
    """Raise `Refused` where a line is about the actor themselves."""
    if any(
        line.subject_kind == Subject.STAFF.value and line.subject == access.login for line in lines
    ):
        raise own_account()
