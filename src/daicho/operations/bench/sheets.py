"""Sheets (証明書): rendering and issuing a 住民票の写し of three, beside Typst alone on the same page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, cycle
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from daicho.business.certificates.commands.compose import compose
from daicho.business.certificates.commands.issue import issue
from daicho.business.certificates.domain.composition import Form, Item
from daicho.business.certificates.domain.rights import Proof, Requester
from daicho.business.certificates.domain.wish import Request
from daicho.foundation.documents.printing import font, printer
from daicho.foundation.documents.public import Printer, Sheet
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.operations.bench.timing import Bar, Bout, Contest

_BARE = "typst compiling the same template and data, made beforehand, to the same kind of PDF"
RENDER = Contest(
    name="certificate-render",
    ours_is="`Printer.render` of a 世帯連記式 of three",
    bare_is=_BARE,
    bar=Bar("speed", 0.7),
)
ISSUE = Contest(
    name="certificate-issue",
    ours_is="the command `issue` of the same: checks, number, sheet, sealed copy, entry, commit",
    bare_is=_BARE,
    bar=Bar("speed", 0.7),
)


class Typst(Printer):
    """A printer whose Typst only notes what it is given; the same Typst, bare, compiles it later."""

    def __init__(self, font: Path) -> None:
        super().__init__(font)
        self._notes = _Notes()

    def prepare(self, sheet: Sheet) -> dict[str, Any]:  # Any: Typst's options
        """What Typst is given for a sheet."""
        self.render(sheet)
        return self._notes.given

    @property
    def given(self) -> dict[str, Any]:  # Any: Typst's options
        """What Typst was last given."""
        return self._notes.given

    def bare(self, given: dict[str, Any]) -> None:  # Any: Typst's options
        """Typst alone."""
        super()._compiler().compile(**given)

    def _compiler(self) -> Any:  # Any: it stands in for Typst's class, which has no protocol
        return self._notes


class _Notes:
    """Stands where Typst's compiler stands."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {}  # Any: Typst's options

    def compile(self, **given: Any) -> bytes:  # Any: Typst's options
        self.given = given
        return b""


def bouts(households: Sequence[tuple[UUID, ...]], *, access: Access, whole: bool) -> Iterator[Bout]:
    """One household by Daicho (`whole`: the command `issue`), another by Typst.

    Never the same household or number twice on both sides: Typst remembers what it has laid out.
    """
    alone = Typst(font())
    numbers = count(1)
    turns = cycle(households)
    for records in turns:
        given = alone.prepare(_sheet(access, next(turns), next(numbers)))
        if whole:
            request = _request(records)
            yield Bout(
                ours=lambda request=request: issue(access, request=request),  # type: ignore[misc]
                bare=lambda given=given: alone.bare(given),  # type: ignore[misc]  # bound now
            )
        else:
            sheet = _sheet(access, records, next(numbers))
            yield Bout(
                ours=lambda sheet=sheet: printer().render(sheet),  # type: ignore[misc]  # bound now
                bare=lambda given=given: alone.bare(given),  # type: ignore[misc]  # bound now
            )


def _sheet(access: Access, records: tuple[UUID, ...], number: int) -> Sheet:
    label = f"{business_today():%Y%m%d} 測定 {number:06d}"
    return compose(access, _request(records), specimen=False, numbers=[label]).sheets[0]


def _request(records: tuple[UUID, ...]) -> Request:
    return Request(
        key=uuid4(),
        form=Form.HOUSEHOLD,
        records=records,
        items=frozenset({Item.RELATIONSHIP, Item.DOMICILE}),
        requester=Requester.OFFICIAL,
        requester_name="見本市役所",
        ground="測定のため",
        documents=(),
        copies=1,
        official=True,
        by_post=False,
        proofs=frozenset({Proof.LETTER, Proof.STAFF_CARD}),
    )
