"""Jobs of extraction (抽出のバッチ処理): an approved order is run by the worker; its file is fetched where results are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from daicho.business.extraction.commands.make_order import STOPPED, make_order
from daicho.business.extraction.selectors.delivery import check_delivery
from daicho.foundation.jobs.public import JobField, JobKind, JobRun
from daicho.foundation.ui.posted import key_of
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Missing


def _order(parameters: Mapping[str, str]) -> UUID:
    found = key_of(parameters.get("order", ""))
    if found is None:
        raise Missing("この抽出の依頼はありません。", remedy="抽出の画面から選び直してください。")
    return found


def run_order(run: JobRun) -> None:
    """Make the file of the order; one that is stopped has left nothing behind."""
    try:
        make_order(run, order=_order(run.parameters))
    except Conflict as error:
        if error.reason_code != STOPPED:
            raise
        run.say(error.message)


def check_opening(access: Access, parameters: Mapping[str, str]) -> None:
    """Whether the file may still be taken, by whoever is about to."""
    check_delivery(access, order=_order(parameters))


_FIELDS: Final = (JobField("order", "依頼", "text"),)
EXTRACT_ITEMS: Final = JobKind(
    code="extraction.items",
    title="抽出（EUC）",
    operation="extraction.ask",
    run=run_order,
    fields=_FIELDS,
    by_hand=False,
    opening=check_opening,
)
EXTRACT_TRAIL: Final = JobKind(
    code="extraction.trail",
    title="操作の記録の抽出（EUC）",
    operation="extraction.trail",
    run=run_order,
    fields=_FIELDS,
    by_hand=False,
    opening=check_opening,
)


def kind_for(source: str) -> JobKind:
    """The kind that runs orders of a source."""
    return EXTRACT_TRAIL if source == "trail" else EXTRACT_ITEMS
