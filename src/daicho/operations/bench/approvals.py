"""Approval (決裁): the request that approves a 転入 of three, beside its statements in one bare transaction."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import psycopg

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.submit import submit
from daicho.kernel.access import Access
from daicho.kernel.errors import Unavailable
from daicho.operations.bench.browser import Browser
from daicho.operations.bench.people import Arrivals
from daicho.operations.bench.replay import replay, statements_of
from daicho.operations.bench.timing import Bar, Bout, Contest

_BARE = "the statements of the approval of another such family, in one bare transaction by psycopg"
REQUEST = Contest(
    name="approve-request",
    ours_is="POST that approves a 転入 of three, through the server, to its redirect",
    bare_is=_BARE,
    bar=Bar("slower", 5.0),
)
COMMAND = Contest(
    name="approve-command", ours_is="the command `approve` alone, in process", bare_is=_BARE
)


class Desk:
    """Everybody who takes part in a 転入."""

    def __init__(
        self, *, clerk: Access, examiner: Access, approver: Access, arrivals: Arrivals
    ) -> None:
        self._clerk = clerk
        self._examiner = examiner
        self._approver = approver
        self._arrivals = arrivals

    def ready_case(self) -> tuple[UUID, int]:
        """A case that waits for its approval, and its edition."""
        case = uuid4()
        edition = submit(
            self._clerk,
            case=case,
            kind="move_in",
            payload=self._arrivals.paper(),
            edition=0,
            confirmed=(),
        )
        return case, examine(self._examiner, case=case, edition=edition)

    def approve(self, case: UUID, edition: int) -> None:
        approve(self._approver, case=case, edition=edition)


def bouts(desk: Desk, *, bare: psycopg.Connection, browser: Browser | None) -> Iterator[Bout]:
    """One family by the request (or, without a browser, by the command), another by the bare transaction."""
    while True:
        own, own_edition = desk.ready_case()
        other, other_edition = desk.ready_case()
        noted = statements_of(
            lambda case=other, edition=other_edition: desk.approve(case, edition)  # type: ignore[misc]
        )
        yield Bout(
            ours=lambda case=own, edition=own_edition: (  # type: ignore[misc]  # bound now
                _send(browser, case, edition) if browser else desk.approve(case, edition)
            ),
            bare=lambda noted=noted: replay(bare, noted),  # type: ignore[misc]  # bound now
        )


def _send(browser: Browser, case: UUID, edition: int) -> None:
    page = browser.post(f"/movements/{case}/do/approve/", {"edition": str(edition)})
    if page.status != 302:
        raise Unavailable("測定中の決裁が通りませんでした。", why=f"応答 {page.status}")
