"""Conclude (閲覧の確認と終了, REG-088): only where what was shown is what was approved; or with the differences, by decision."""

from __future__ import annotations

from uuid import UUID

from daicho.business.inspection.audit_types import APPLICATION_ACTED
from daicho.business.inspection.commands.steps import (
    check_step,
    describe,
    keep_act,
    lock_application,
)
from daicho.business.inspection.domain.listings import State as ListState
from daicho.business.inspection.domain.states import Action
from daicho.business.inspection.models import Application, Listing
from daicho.business.inspection.selectors.comparison import compared
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid, Problem


def confirm(access: Access, *, application: UUID, edition: int) -> None:
    """End it as confirmed. `Conflict` while anything differs, nothing was inspected, or a list of it is still about."""
    with recorded(access, APPLICATION_ACTED) as note:
        row = lock_application(application)
        check_step(access, row, Action.CONFIRM, edition=edition)
        found = compared(row)
        if not found.visits:
            raise Conflict(
                "閲覧の記録がありません。",
                why="記録はすべて取り消されています。",
                remedy="閲覧させた内容を記録してください。",
                code="inspection.nothing_shown",
            )
        if found.differences:
            raise Conflict(
                "申請の内容と、閲覧させた内容が違います。",
                why=f"{found.differences[0]}。ほかを含めて{len(found.differences)}件の相違があり、確認済みにできません。",
                remedy="記録の誤りなら記録を取り消して入力し直し、事実なら、決裁の職員が相違を残して終えてください。",
                code="inspection.differs",
            )
        _check_lists(row)
        keep_act(access, row, Action.CONFIRM)
        describe(note, row, Action.CONFIRM)
        note.say(differences=0)


def end_differing(access: Access, *, application: UUID, edition: int, words: str) -> None:
    """End it with its differences, saying what was done about them; never as confirmed."""
    with recorded(access, APPLICATION_ACTED) as note:
        row = lock_application(application)
        check_step(access, row, Action.END_DIFFERING, edition=edition)
        found = compared(row)
        if not found.differences:
            raise Conflict(
                "相違はありません。",
                why="相違を残して終えるのは、申請と閲覧の内容が違うときだけです。",
                remedy="確認して終えてください。",
                code="inspection.no_difference",
            )
        if not words.strip():
            raise Invalid(
                [
                    Problem(
                        "inspection.words",
                        "words",
                        "相違についてしたことがありません。",
                        "書き写した紙の回収など、したことを残します。",
                        "したことを入力してください。",
                    )
                ]
            )
        _check_lists(row)
        keep_act(access, row, Action.END_DIFFERING, words=words)
        describe(note, row, Action.END_DIFFERING, words=words)
        note.say(differences=len(found.differences))


def _check_lists(row: Application) -> None:
    left = Listing.objects.filter(application=row, state=ListState.MADE.value).first()
    if left is not None:
        raise Conflict(
            f"この申請の閲覧用リスト（{left.number}）が残っています。",
            why="この申請のために作った一覧は、閲覧が終わったら廃棄します。",
            remedy="一覧を回収して廃棄し、廃棄を記録してから終えてください。",
            code="inspection.list_left",
        )
