"""Ask again (再要求): a number that has not come is asked of the nation once more, in the same thread (JUK-025)."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Missing
from daicho.nodes.municipal_cs.audit_types import NUMBER_ASKED_AGAIN
from daicho.nodes.municipal_cs.commands.number_requests import send_request
from daicho.nodes.municipal_cs.domain.numbers import NumberState
from daicho.nodes.municipal_cs.models import NumberRequest


def ask_again(access: Access, *, request: UUID, edition: int) -> None:
    """Send the request again; `Conflict` when the number has come, or somebody was faster."""
    check_may(access, "numbers.again")
    with recorded(access, NUMBER_ASKED_AGAIN) as note:
        row = NumberRequest.objects.select_for_update().filter(key=request).first()
        if row is None:
            raise Missing("この要求はありません。", remedy="番号の要求から選び直してください。")
        if row.edition != edition or not NumberState(row.state).may_be_asked_again:
            raise Conflict(
                "この要求は、既に要求し直したか、番号が届いています。",
                why="画面を開いた後に変わりました。",
                remedy="番号の要求を開き直してください。",
                code="number.overtaken",
            )
        row.state, row.problems = NumberState.WAITING.value, []
        row.asked_last_at = business_now()
        row.asked_times += 1
        row.edition += 1
        row.save(update_fields=["state", "problems", "asked_last_at", "asked_times", "edition"])
        send_request(row)
        note.about(row.code)
        note.say(times=row.asked_times)
