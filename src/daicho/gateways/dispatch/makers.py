"""Makers (作り直し): a household's 送付先情報 that was refused or stopped, made again from the register (practice.md §1, 20)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from daicho.foundation.lines.public import Lost, Maker
from daicho.gateways.dispatch.commands.make_postings import make_now
from daicho.gateways.dispatch.commands.steps import check_step, lock_wishes
from daicho.gateways.dispatch.domain.states import Action, State
from daicho.gateways.dispatch.models import Posting
from daicho.kernel.errors import Conflict


def posting_anew(lost: Lost) -> UUID:
    """The same people as they were arranged, with what the register says of them now, under a new 送付先管理番号.

    Nothing of the body is wanted: it was in no log. `Conflict` when nobody is left to tell, or the desk must look first.
    """
    posting = Posting.objects.filter(message=lost.id).first()
    wishes = lock_wishes(posting=posting.key) if posting else []
    open_ones = [w for w in wishes if w.state != State.WITHDRAWN]
    for each in open_ones:
        check_step(each, Action.MAKE_ANEW)
    if not open_ones:
        raise Conflict(
            "知らせる内容がありません。",
            why="この電文の人の送付先情報は、取りやめたか、別の一通に入っています。",
            remedy="送付先情報の一覧で状態を確かめ、要るときは取りやめを取り消してから送ってください。",
            code="dispatch.nothing_to_tell",
        )
    return make_now(open_ones)


MAKERS: Final[Mapping[str, Maker]] = {"dispatch.information": posting_anew}
