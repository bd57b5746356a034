"""Reading (入力の読取り): posted forms as typed values; everything that cannot be read is gathered before it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.http import QueryDict

from daicho.business.inspection.commands.opt_outs import OptOutPaper
from daicho.business.inspection.commands.record_visit import VisitEntry
from daicho.business.inspection.domain.application import Application, Inspector
from daicho.business.inspection.domain.conditions import Condition, Method, Order
from daicho.business.inspection.domain.listings import ListKind
from daicho.business.inspection.domain.wishes import ListWish
from daicho.business.inspection.selectors.wording import town_names
from daicho.foundation.ui.posted import number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import parse_date

INSPECTORS: Final = 4
_BETWEEN: Final = re.compile(r"[、,，\s]+")


@dataclass(slots=True)
class Reader:
    """One posted form; what cannot be read is a problem and is read as nothing."""

    posted: QueryDict
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        return (self.posted.get(name, "") or "").strip()

    def day(self, name: str) -> date | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return parse_date(text, field=name)
        except Invalid as error:
            self.problems += error.problems
            return None

    def number(self, name: str) -> int | None:
        """A whole number, or None where nothing was typed; what is no number is 0, which no rule accepts."""
        return number_of(self.posted, name, otherwise=0) if self.text(name) else None

    def towns(self) -> tuple[str, ...]:
        """町の名前 as codes; a name that the dictionary does not know is said."""
        known = {name: code for code, name in town_names(business_today()).items()}
        names = [part for part in _BETWEEN.split(self.text("towns")) if part]
        unknown = [name for name in names if name not in known]
        if unknown:
            self.problems.append(
                Problem(
                    "condition.town_unknown",
                    "towns",
                    f"「{unknown[0]}」という町字は、この市町村にありません。",
                    "住所辞書の名称のとおりに入力します。丁目は、大字の名称で全部を選びます。",
                    "名称を確かめてください。",
                )
            )
        return tuple(dict.fromkeys(known[name] for name in names if name in known))

    def check(self) -> None:
        """Raise `Invalid` with what could not be read."""
        if self.problems:
            raise Invalid(self.problems)


def read_condition(reader: Reader) -> Condition:
    """The condition of a list."""
    posted = reader.posted
    method = posted.get("method", "") or Method.ALL.value
    order = posted.get("order", "") or Order.RANDOM.value
    return Condition(
        towns=reader.towns(),
        sex=reader.text("sex"),
        born_from=reader.day("born_from"),
        born_until=reader.day("born_until"),
        kind=reader.text("kind"),
        method=Method(method) if method in set(Method) else Method.ALL,
        size=reader.number("size"),
        order=Order(order) if order in set(Order) else Order.RANDOM,
    )


def read_wish(posted: QueryDict, kind: ListKind) -> ListWish:
    """A list that is asked for. `Invalid` with what could not be read."""
    reader = Reader(posted)
    wish = ListWish(
        kind=kind,
        condition=read_condition(reader),
        purpose=reader.text("purpose"),
        basis=reader.text("basis"),
        recipient=reader.text("recipient"),
        day=reader.day("day"),
        year=reader.number("year") or 0,
        about=reader.text("about"),
    )
    reader.check()
    return wish


def read_application(posted: QueryDict) -> Application:
    """The paper of an application. `Invalid` with what could not be read."""
    reader = Reader(posted)
    pairs = [
        (reader.text(f"inspectors.{n}.name"), reader.text(f"inspectors.{n}.standing"))
        for n in range(INSPECTORS)
    ]
    paper = Application(
        ground=reader.text("ground"),
        applicant=reader.text("applicant"),
        representative=reader.text("representative"),
        address=reader.text("address"),
        telephone=reader.text("telephone"),
        entrusted_by=reader.text("entrusted_by"),
        purpose=reader.text("purpose"),
        outline=reader.text("outline"),
        law=reader.text("law"),
        undisclosable=bool(posted.get("undisclosable")),
        custody=reader.text("custody"),
        handlers=reader.text("handlers"),
        outcome=reader.text("outcome"),
        documents=reader.text("documents"),
        pledged=bool(posted.get("pledged")),
        inspectors=tuple(Inspector(name=n, standing=s) for n, s in pairs if n or s),
        wished_on=reader.day("wished_on"),
        condition=read_condition(reader),
    )
    reader.check()
    return paper


def read_visit(posted: QueryDict) -> VisitEntry:
    """What is written of a visit."""
    reader = Reader(posted)
    entry = VisitEntry(
        listing=reader.text("listing"),
        inspector=reader.text("inspector"),
        identity_documents=tuple(posted.getlist("identity_documents")),
        inspected_on=reader.day("inspected_on") or business_today(),
        pages=reader.text("pages"),
        copied=reader.number("copied") or 0,
        attendant=reader.text("attendant"),
        begun=reader.text("begun"),
        ended=reader.text("ended"),
    )
    reader.check()
    return entry


def read_opt_out(posted: QueryDict) -> OptOutPaper:
    """A request to be left out."""
    reader = Reader(posted)
    paper = OptOutPaper(
        atena_number=reader.text("atena_number"),
        filed_on=reader.day("filed_on") or business_today(),
        filed_by=reader.text("filed_by"),
        filer_name=reader.text("filer_name"),
        identity_documents=tuple(posted.getlist("identity_documents")),
        words=reader.text("words"),
    )
    reader.check()
    return paper
