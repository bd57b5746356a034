"""The list of an application (申請の閲覧用リスト, STD-9.5): of the approved condition, and of nothing else."""

from __future__ import annotations

from uuid import UUID

from daicho.business.inspection.audit_types import LISTING_ASKED
from daicho.business.inspection.commands.ask_listing import keep_wish, wish_of
from daicho.business.inspection.commands.steps import check_step, keep_act, lock_application
from daicho.business.inspection.domain.states import Action
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access


def ask_own_list(access: Access, *, application: UUID, edition: int, listing: UUID) -> None:
    """Ask for the list under the key that the form was given; `make_listing` makes it."""
    with recorded(access, LISTING_ASKED) as note:
        row = lock_application(application)
        check_step(access, row, Action.LIST, edition=edition)
        keep_wish(access, note, listing=listing, wish=wish_of(row), application=row)
        keep_act(access, row, Action.LIST)
