"""Steps of specs/features/requests.feature (証明の請求: 資格の表, REG-055–058; 照会回答, REG-067; 電話)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.cash.commands.open_drawer import open_drawer
from daicho.business.cash.commands.take_payment import take_payment
from daicho.business.cash.domain.tenders import Tender
from daicho.business.cash.models import Account
from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.models import Issue
from daicho.business.certificates.public import ROWS, Item, Requester, issued_sheet
from daicho.business.movements.tests.paper import individual_number
from daicho.business.requests.commands.answer_call import answer_call
from daicho.business.requests.commands.confirm_identity import Confirmed, confirm_identity
from daicho.business.requests.commands.decide import grant, refusals_of, refuse
from daicho.business.requests.commands.hand_over import hand_over
from daicho.business.requests.commands.identify import identify
from daicho.business.requests.commands.inquiries import (
    amend_inquiry,
    answer_inquiry,
    open_inquiry,
    step_inquiry,
)
from daicho.business.requests.commands.post import Envelope, addresses_of, send, take_notes
from daicho.business.requests.commands.receive import receive
from daicho.business.requests.domain.card import Outcome, Reading
from daicho.business.requests.domain.handover import Check
from daicho.business.requests.domain.inquiry import Asked, InquiryAction
from daicho.business.requests.domain.postal import Note
from daicho.business.requests.domain.states import State
from daicho.business.requests.domain.telephone import CheckWords, Told, Topic
from daicho.business.requests.domain.written import Written
from daicho.business.requests.models import Call, Dispatch, Inquiry, Request
from daicho.business.requests.selectors.request import view_request
from daicho.business.requests.tests.paper import codes_of, row_of
from daicho.foundation.law_values import in_force
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from tests.features.conftest import Story
from tests.features.entering import BLANK, Table
from tests.features.register import holding_of

scenarios(str(Path(__file__).parents[2] / "specs/features/requests.feature"))

ASKED = Asked(
    agency="架空県警察本部",
    agency_address="架空県架空市一丁目1番1号",
    their_number="架警捜第12号",
    basis="criminal_procedure",
    reason="investigation",
    seen=("letter",),
    stated_name="見本　太郎",
    items=("residing", "name", "address"),
)


@dataclass
class Counter:
    """What the desks have done in a scenario."""

    keys: dict[str, UUID] = field(default_factory=dict)
    refused: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    confirmed: Confirmed | None = None
    told: Told | None = None
    inquiry: UUID = field(default_factory=uuid4)


@pytest.fixture
def counter() -> Counter:
    return Counter()


def desk_of(story: Story) -> Access:
    return story.clerk.serving(Purpose.CERTIFICATE)


@given(parsers.parse("認証者は「{title} {name}」である"))
def _(title: str, name: str) -> None:
    access = system_access(Purpose.ADMINISTRATION, job="features")
    set_certifier(access, valid_from=date(2020, 4, 1), title=title, name=name)


def paper_of(cells: Mapping[str, str]) -> Written:
    """The paper that one line of the table stands for."""
    requester = next(r for r in Requester if r.label == cells["区分"])
    row = ROWS[requester]
    titles = {v.title: v.code for v in in_force("identity_documents", business_today())}
    shown = [] if cells["確かめたもの"] == BLANK else cells["確かめたもの"].split("、")
    proofs = [p.value for p in row.proofs] if "区分の資料" in shown else []
    if "代わりの資料" in shown and row.stands_in:
        proofs.append(row.stands_in.value)
    stated = "統一用紙の記載" in shown
    return Written(
        form_number="No.123" if stated else "",
        client="架空　依頼" if stated else "",
        submit_to="架空地方裁判所" if stated else "",
        requester=requester.value,
        requester_name=cells["請求者"],
        requester_address="架空県架空市1番",
        agency="架空事務所" if row.states_client or row.free else "",
        ground="" if cells["理由"] == BLANK else cells["理由"],
        form="individual",
        items=tuple(i.value for i in Item if i.label.endswith(cells["載せる事項"])),
        by_post=cells["渡し方"] == "郵送",
        stated_name="見本　太郎",
        proofs=tuple(proofs),
        documents=tuple(titles[title] for title in shown if title in titles),
    )


def take_in(story: Story, counter: Counter, name: str, paper: Written, about: str) -> UUID:
    """Received, and the person found; 本人 and 同一世帯の人 are on the register themselves."""
    key = uuid4()
    counter.keys[name] = key
    receive(desk_of(story), request=key, written=paper)
    own = paper.requester in ("self", "household")
    identify(
        desk_of(story),
        request=key,
        edition=row_of(key).edition,
        records=[holding_of(about).record],
        requester_record=holding_of(paper.requester_name).record if own else None,
    )
    return key


@when("次の人たちが見本　太郎の証明書を請求する")
def _(story: Story, counter: Counter, datatable: Table) -> None:
    labels, *lines = datatable
    for line in lines:
        cells = dict(zip(labels, line, strict=True))
        paper = paper_of(cells)
        key = take_in(story, counter, cells["請求者"], paper, "見本　太郎")
        try:
            grant(desk_of(story), request=key, edition=row_of(key).edition)
        except Invalid as error:
            counter.refused[cells["請求者"]] = error.problems


@then("九件が交付され、三件が次のとおり断られる")
def _(counter: Counter, datatable: Table) -> None:
    assert Issue.objects.count() == 9
    made = {n for n, k in counter.keys.items() if row_of(k).state == State.ISSUED.value}
    assert len(made) == 9
    _, *lines = datatable
    assert set(counter.refused) == {line[0] for line in lines}
    for name, row, words in lines:
        check_refused(counter.refused[name], row, words)


def check_refused(problems: tuple[Problem, ...], row: str, words: str) -> None:
    (fitting,) = [p for p in problems if p.what.startswith(words)]
    assert f"資格の表の{row}" in fitting.why
    assert "住基法" in fitting.why


@then("断った三件は、断った人と行が請求の記録に残る")
def _(story: Story, counter: Counter) -> None:
    desk = desk_of(story)
    for key in (counter.keys[name] for name in counter.refused):
        rows = refusals_of(desk, request=key)
        refuse(desk, request=key, edition=row_of(key).edition, words="", rows=rows)
        view = view_request(desk, request=key)
        assert view.state is State.REFUSED
        assert view.decided_by == desk.name
        assert view.row.name in view.refusal
    assert Issue.objects.count() == 9


@then(parsers.parse("{name}の請求は「{row}」により「{words}」と断られる"))
def _(counter: Counter, name: str, row: str, words: str) -> None:
    check_refused(counter.refused[name], row, words)
    assert not Issue.objects.exists()


@then(parsers.parse("{name}の請求は「{row}」により「{words}」と止められ、確かめると交付される"))
def _(story: Story, counter: Counter, name: str, row: str, words: str) -> None:
    check_refused(counter.refused[name], row, words)
    (alert,) = counter.refused[name]
    assert not alert.is_error
    key = counter.keys[name]
    confirmed = {f"{alert.code}:{alert.field}"}
    grant(desk_of(story), request=key, edition=row_of(key).edition, confirmed=confirmed)
    assert Issue.objects.count() == 1


@given("見本　太郎が本人として請求し、人が特定されている")
def _(story: Story, counter: Counter) -> None:
    paper = Written(
        requester_name="見本　太郎",
        stated_name="見本　太郎",
        telephone="000-1111-2222",
        form="individual",
    )
    take_in(story, counter, "見本　太郎", paper, "見本　太郎")


@when("窓口で次のカードを読み取る")
def _(story: Story, counter: Counter, datatable: Table) -> None:
    _, (name, address, birth, sex) = datatable
    key = counter.keys["見本　太郎"]
    counter.confirmed = confirm_identity(
        desk_of(story),
        request=key,
        edition=row_of(key).edition,
        documents=("individual_number_card",),
        proofs=(),
        reading=Reading(name, address, birth, sex),
    )


@then(parsers.parse("本人確認は「{result}」になる"))
def _(counter: Counter, result: str) -> None:
    assert counter.confirmed
    assert counter.confirmed.card_confirmed is (result == "確認済")
    assert row_of(counter.keys["見本　太郎"]).identified is (result == "確認済")


@then(parsers.parse("一致しない項目は「{names}」である"))
def _(counter: Counter, names: str) -> None:
    assert counter.confirmed
    found = [i.label for i, o in counter.confirmed.outcomes.items() if o is Outcome.DIFFERS]
    assert found == ([] if names == "（なし）" else names.split("、"))


@given("公用で見本　太郎と見本　花子の証明書が一通ずつ作られている")
def _(story: Story, counter: Counter) -> None:
    for name in ("見本　太郎", "見本　花子"):
        paper = Written(
            requester="official",
            requester_name="架空　警部",
            agency="架空県警察本部",
            ground="捜査のため",
            form="individual",
            stated_name=name,
            proofs=("official_letter", "staff_card"),
            called_number="7",
        )
        key = take_in(story, counter, name, paper, name)
        grant(desk_of(story), request=key, edition=row_of(key).edition)


def give(story: Story, key: UUID, scanned: tuple[str, ...]) -> None:
    check = Check(called_number="7", read_back="架空警部", scanned=scanned)
    try:
        hand_over(desk_of(story), request=key, edition=row_of(key).edition, check=check)
    except Invalid as error:
        story.refusal = error


@when(parsers.parse("{name}の請求で、{other}の書類を混ぜて渡そうとする"))
def _(story: Story, counter: Counter, name: str, other: str) -> None:
    key = counter.keys[name]
    give(story, key, (*codes_of(key), *codes_of(counter.keys[other])))


@when(parsers.parse("{name}の書類だけを読み取って渡す"))
def _(story: Story, counter: Counter, name: str) -> None:
    give(story, counter.keys[name], codes_of(counter.keys[name]))


@then(parsers.parse("{name}の請求はまだ渡されていない"))
def _(counter: Counter, name: str) -> None:
    assert row_of(counter.keys[name]).state == State.ISSUED.value


@then(parsers.parse("{name}の請求は「{state}」になる"))
def _(counter: Counter, name: str, state: str) -> None:
    assert State(row_of(counter.keys[name]).state).label == state


@when("見本　太郎が郵送で個人票を1通請求し、500円の定額小為替を同封する")
def _(story: Story, counter: Counter) -> None:
    paper = Written(
        channel="post",
        requester_name="見本　太郎",
        requester_address="福島市五老内町3-1",
        stated_name="見本　太郎",
        form="individual",
        documents=("driving_licence",),
    )
    key = take_in(story, counter, "見本　太郎", paper, "見本　太郎")
    note = Note("12345-678901", 500, date(2026, 11, 16))
    take_notes(desk_of(story), request=key, edition=row_of(key).edition, notes=[note])
    grant(desk_of(story), request=key, edition=row_of(key).edition)


@then("手数料は300円で、おつりは200円である")
def _(story: Story, counter: Counter) -> None:
    money = view_request(desk_of(story), request=counter.keys["見本　太郎"]).money
    assert (money.due, money.change, money.short) == (300, 200, 0)


def envelope(key: UUID, address: str) -> Envelope:
    return Envelope(
        method="simple_registered",
        tracking="123-45",
        to_name="見本　太郎",
        to_address=address,
        scanned=codes_of(key),
        label=row_of(key).number,
    )


@then(parsers.parse("「{address}」へは発送できない"))
def _(story: Story, counter: Counter, address: str) -> None:
    key = counter.keys["見本　太郎"]
    wrong = envelope(key, address)
    with pytest.raises(Invalid) as caught:
        send(desk_of(story), request=key, edition=row_of(key).edition, envelope=wrong)
    assert "宛先が、確かめた住所ではありません。" in {p.what for p in caught.value.problems}
    assert not Dispatch.objects.exists()


@then("会計を終えて登録された住所へ発送すると、発送簿に1行残る")
def _(story: Story, counter: Counter) -> None:
    desk, key = desk_of(story), counter.keys["見本　太郎"]
    open_drawer(desk, float_cash_yen=10_000)
    account = Account.objects.get()
    assert account.request_key == row_of(key).issue_key
    tender = Tender("cash", tendered_yen=300)
    take_payment(desk, account=account.key, entry=uuid4(), tender=tender)
    (address,) = addresses_of(row_of(key))
    send(desk, request=key, edition=row_of(key).edition, envelope=envelope(key, address))
    line = Dispatch.objects.get()
    assert (line.tracking, line.change_yen, line.sheets) == ("123-45", 200, 1)


@when("架空県警察本部からの照会を、理由も根拠も選ばずに受け付ける")
def _(story: Story, counter: Counter) -> None:
    access, asked = story.clerk.serving(Purpose.INQUIRY), replace(ASKED, basis="", reason="")
    try:
        open_inquiry(access, inquiry=counter.inquiry, asked=asked)
    except Invalid as error:
        story.refusal = error


@when("架空県警察本部からの照会を、捜査関係事項照会として受け付け、見本　太郎について答える")
def _(story: Story, counter: Counter) -> None:
    clerk = story.clerk.serving(Purpose.INQUIRY)
    approver = story.staff[2].serving(Purpose.INQUIRY)
    key = counter.inquiry
    open_inquiry(clerk, inquiry=key, asked=ASKED)
    record = holding_of("見本　太郎").record
    edition = amend_inquiry(clerk, inquiry=key, edition=1, asked=ASKED, records=[record])
    edition = step_inquiry(clerk, inquiry=key, edition=edition, action=InquiryAction.SUBMIT)
    edition = step_inquiry(approver, inquiry=key, edition=edition, action=InquiryAction.APPROVE)
    answer_inquiry(clerk, inquiry=key, edition=edition, our_number="市民第34号")


@then("決裁した人の名が残り、回答書が出る")
def _(story: Story, counter: Counter) -> None:
    row = Inquiry.objects.get(key=counter.inquiry)
    assert row.decided_by_name == story.staff[2].name
    assert row.issue == Issue.objects.get().key


@then(parsers.parse("回答書に「{words}」と載り、見本1の個人番号は載らない"))
def _(story: Story, words: str) -> None:
    _, pdf = issued_sheet(desk_of(story), issue=Issue.objects.get().key)
    text = "".join("".join(p.extract_text().split()) for p in PdfReader(BytesIO(pdf)).pages)
    assert words in text
    assert individual_number(1) not in text


@when(parsers.parse("電話で「{topic}」を、{said}と言って尋ねる"))
def _(story: Story, counter: Counter, topic: str, said: str) -> None:
    row = Request.objects.get(key=counter.keys["見本　太郎"])
    words: dict[str, Any] = {"number": row.number, "name": "見本太郎"}
    if "電話番号" in said:
        words["telephone"] = "00011112222"
    counter.told = answer_call(
        story.clerk.serving(Purpose.INQUIRY),
        call=uuid4(),
        topic=next(t.value for t in Topic if t.label.startswith(topic)),
        said=CheckWords(**words),
    )


@then(parsers.parse("「{words}」と答え、電話の記録が1件残る"))
def _(counter: Counter, words: str) -> None:
    assert counter.told
    assert counter.told.words == words
    assert Call.objects.count() == 1
