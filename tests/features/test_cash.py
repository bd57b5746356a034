"""Steps of specs/features/cash.feature (手数料の収納とレジ締め)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db.models import Sum
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.cash.commands.ask_correction import Right, ask_correction
from daicho.business.cash.commands.carry_out import carry_out
from daicho.business.cash.commands.close_office_day import close_office_day
from daicho.business.cash.commands.confirm_drawer import confirm_drawer
from daicho.business.cash.commands.decide_correction import decide_correction
from daicho.business.cash.commands.take_payment import note_failure
from daicho.business.cash.domain.fees import FeeLine, exemptions_on, fees_on
from daicho.business.cash.domain.postings import Place
from daicho.business.cash.domain.states import DrawerState
from daicho.business.cash.domain.tenders import MoneyOrder, Tender
from daicho.business.cash.models import Account, Correction, Drawer, OfficeDay, Posting
from daicho.business.cash.selectors.standing import payment_of, places_of
from daicho.business.cash.tests.desk import charged, counted, opened, paid, sheet
from daicho.foundation.audit.models import Entry as TrailEntry
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import DaichoError
from tests.features.conftest import Story
from tests.features.register import day_of

scenarios(str(Path(__file__).parents[2] / "specs/features/cash.feature"))


@dataclass
class Till:
    """The till of a scenario: who takes, who confirms, who decides."""

    cashier: Access
    second: Access
    decider: Access
    drawer: UUID = field(default_factory=uuid4)
    account: UUID = field(default_factory=uuid4)
    correction: UUID = field(default_factory=uuid4)
    change_yen: int = 0
    refusal: DaichoError | None = None

    @contextmanager
    def trying(self) -> Iterator[None]:
        """A refusal is kept for the step that follows."""
        self.refusal = None
        try:
            yield
        except DaichoError as error:
            self.refusal = error

    @property
    def edition(self) -> int:
        return Drawer.objects.get(key=self.drawer).edition


@pytest.fixture
def till(story: Story) -> Till:
    """Open with 30,000 yen."""
    cashier, second, decider = (who.serving(Purpose.CERTIFICATE) for who in story.staff)
    found = Till(cashier, second, decider)
    found.drawer = opened(cashier)
    return found


def code_of(title: str) -> str:
    return next(row.code for row in fees_on(business_today()) if row.title == title)


def yen(text: str) -> int:
    return int(text.replace(",", ""))


def charge(till: Till, title: str, count: int, exemption: str = "") -> None:
    ground = "年金請求書" if exemption else ""
    till.account = charged(till.cashier, FeeLine(code_of(title), count, exemption, ground))


@given(parsers.parse("{title}{count:d}件の会計に、{amount}円を預かる"))
@when(parsers.parse("{title}{count:d}件の会計に、{amount}円を預かる"))
def _(till: Till, title: str, count: int, amount: str) -> None:
    with till.trying():
        charge(till, title, count)
        tender = Tender("cash", tendered_yen=yen(amount))
        till.change_yen = paid(till.cashier, till.account, tender).change_yen


@when(parsers.parse("{title}{count:d}件の会計のクレジットカードの決済が「{reason}」で断られる"))
def _(till: Till, title: str, count: int, reason: str) -> None:
    charge(till, title, count)
    note_failure(till.cashier, account=till.account, method="card", reason=reason)


@when(
    parsers.parse(
        "{title}{count:d}件の会計に、{came:d}円の定額小為替を受け、{went:d}円の定額小為替を返す"
    )
)
def _(till: Till, title: str, count: int, came: int, went: int) -> None:
    charge(till, title, count)
    day = date(2026, 11, 1)
    tender = Tender(
        "money_order",
        orders=(MoneyOrder("11111", came, day),),
        change_orders=(MoneyOrder("22222", went, day),),
    )
    paid(till.cashier, till.account, tender)


@when(parsers.parse("{title}{count:d}件を「{ground}」により無料で会計する"))
def _(till: Till, title: str, count: int, ground: str) -> None:
    with till.trying():
        code = next(row.code for row in exemptions_on(business_today()) if row.title == ground)
        charge(till, title, count, code)
        paid(till.cashier, till.account, Tender("free"))


@given(parsers.parse("住民票の写しを{issued:d}通交付し、{paid_for:d}通だけ会計する"))
def _(till: Till, issued: int, paid_for: int) -> None:
    sheets = [sheet(till.cashier) for _ in range(issued)]
    line = FeeLine("", paid_for, issues=tuple(s.key for s in sheets[:paid_for]))
    till.account = charged(till.cashier, line)
    paid(till.cashier, till.account)


@when("レジを帳簿のとおりに数える")
def _(till: Till) -> None:
    counted(till.cashier, till.drawer)


@when(parsers.parse("レジを帳簿より{less:d}円少なく数える"))
def _(till: Till, less: int) -> None:
    with till.trying():
        counted(till.cashier, till.drawer, over_yen=-less)


@when(parsers.parse("レジを帳簿より{less:d}円少なく、「{reason}」として数える"))
def _(till: Till, less: int, reason: str) -> None:
    counted(till.cashier, till.drawer, over_yen=-less, reason=reason)


@when("別の人が確かめて締める")
def _(till: Till) -> None:
    confirm_drawer(till.second, drawer=till.drawer, edition=till.edition)


@when("収納した人が自分で確かめて締める")
def _(till: Till) -> None:
    both = replace(till.cashier, duties=frozenset({Duty.COUNTER, Duty.EXAMINE}))
    with till.trying():
        confirm_drawer(both, drawer=till.drawer, edition=till.edition)


@given("レジを帳簿のとおりに数え、別の人が締めた")
def _(till: Till) -> None:
    counted(till.cashier, till.drawer)
    confirm_drawer(till.second, drawer=till.drawer, edition=till.edition)


@when("同じレジをもう一度開く")
def _(till: Till) -> None:
    with till.trying():
        opened(till.cashier)


@when(parsers.parse("レジを釣銭準備金{amount}円で開く"))
def _(till: Till, amount: str) -> None:
    till.drawer = opened(till.cashier, float_yen=yen(amount))


@when(parsers.parse("正しくは{count:d}件であったと「{reason}」により訂正を申し出る"))
def _(till: Till, count: int, reason: str) -> None:
    lines = {0: Right(count)}
    till.correction = ask_correction(till.cashier, account=till.account, lines=lines, reason=reason)


@when("別の人が訂正を承認する")
def _(till: Till) -> None:
    decide_correction(till.decider, correction=till.correction, edition=1, approve=True)


@when("訂正の差額を返す")
def _(till: Till) -> None:
    edition = Correction.objects.get(key=till.correction).edition
    with till.trying():
        carry_out(
            till.cashier,
            correction=till.correction,
            edition=edition,
            entry=uuid4(),
            tender=Tender("cash"),
        )


def close_day(till: Till, remark: str) -> None:
    with till.trying():
        close_office_day(
            till.second, office=till.second.office, day=business_today(), remark=remark
        )


@when("日計を締める")
def _(till: Till) -> None:
    close_day(till, "")


@when(parsers.parse("「{remark}」として日計を締める"))
def _(till: Till, remark: str) -> None:
    close_day(till, remark)


@then(parsers.parse("お釣りは{amount}円である"))
def _(till: Till, amount: str) -> None:
    assert till.change_yen == yen(amount)


def held(till: Till, place: Place) -> int:
    return places_of(Drawer.objects.get(key=till.drawer)).get(place, 0)


@then(parsers.parse("レジにあるはずの現金は{amount}円である"))
def _(till: Till, amount: str) -> None:
    assert held(till, Place.CASH) == yen(amount)


@then(parsers.parse("レジにあるはずの定額小為替は{amount}円である"))
def _(till: Till, amount: str) -> None:
    assert held(till, Place.MONEY_ORDER) == yen(amount)


@then(parsers.re("「(?P<words>.+)」として断られる"))
def _(till: Till, words: str) -> None:
    assert till.refusal is not None
    assert till.refusal.what == words


@then("その会計は収納されていない")
def _(till: Till) -> None:
    assert payment_of(Account.objects.get(key=till.account)) is None


@then("証跡に、決済できなかったことが残っている")
def _() -> None:
    assert TrailEntry.objects.filter(kind="cash.payment_failed", outcome="done").count() == 1


@then(parsers.parse("その会計は{amount}円で収納されている"))
def _(till: Till, amount: str) -> None:
    assert till.refusal is None
    payment = payment_of(Account.objects.get(key=till.account))
    assert payment is not None
    assert payment.yen == yen(amount)


@then(parsers.parse("レジは「{state}」である"))
def _(till: Till, state: str) -> None:
    assert DrawerState(Drawer.objects.get(key=till.drawer).state).label == state


def fee_sum(**narrowed: object) -> int:
    found = Posting.objects.filter(place=Place.FEE, **narrowed).aggregate(sum=Sum("yen"))
    return -int(found["sum"] or 0)


@then(parsers.parse("金庫に{amount}円が引き渡されている"))
def _(amount: str) -> None:
    found = Posting.objects.filter(place=Place.SAFE).aggregate(sum=Sum("yen"))
    assert found["sum"] == yen(amount)


@then(parsers.parse("その会計の手数料は、差引き{amount}円である"))
def _(till: Till, amount: str) -> None:
    assert fee_sum(entry__account=till.account) == yen(amount)


@then(parsers.parse("{day}の収納は{amount}円のままである"))
def _(day: str, amount: str) -> None:
    assert fee_sum(entry__on=day_of(day)) == yen(amount)


@then(parsers.parse("会計管理者への納入額は{amount}円である"))
def _(till: Till, amount: str) -> None:
    assert till.refusal is None
    assert OfficeDay.objects.get().remitted_yen == yen(amount)
