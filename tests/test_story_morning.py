"""A morning at the counter (窓口の午前): twelve requesters, three refused by their row, one request by post, the till closed.

Everything goes through the screens of one clerk; a second person confirms the till.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

import pytest
from playwright.sync_api import Page

from daicho.business.cash.models import Drawer, Entry, OfficeDay
from daicho.business.cash.tests.desk import pieces_of
from daicho.business.certificates.models import Issue
from daicho.business.requests.models import Dispatch, Request
from daicho.business.requests.tests.paper import codes_of
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.particulars import Sex
from daicho.registers.residents.tests.factories import make_resident
from tests.town import chromium, hand_in, press, served

pytestmark = pytest.mark.browser
FLOAT = 30_000
FEE = 300
CARD = "個人番号カード"


@dataclass(frozen=True, slots=True)
class Caller:
    """One requester: what the paper says, what was seen, and the words of the row that refuses."""

    name: str
    requester: str
    seen: tuple[str, ...]
    ground: str = ""
    items: tuple[str, ...] = ()
    agency: str = ""
    client: str = ""
    form_number: str = ""
    refused: str = ""
    free: bool = False


CALLERS = (
    Caller("見本　太郎", "本人", (CARD,), items=("個人番号",)),
    Caller("見本　花子", "同一世帯の人", ("運転免許証・運転経歴証明書",)),
    Caller("架空　親子", "法定代理人", ("旅券", "法定代理人であることの書類")),
    Caller(
        "架空　代理",
        "代理人（委任状等）",
        ("旅券", "委任状"),
        items=("個人番号",),
        refused="第4行「代理人（委任状等）」",
    ),
    Caller("架空　使者", "使者", ("旅券", "本人・世帯員の請求書")),
    Caller(
        "架空　警部",
        "国・地方公共団体の機関",
        ("機関の公文書", "機関の職員"),
        ground="捜査のため",
        agency="架空県警察本部",
        free=True,
    ),
    Caller(
        "架空　弁護",
        "弁護士",
        ("職印のある統一用紙", "資格者"),
        ground="訴えの提起のため",
        agency="架空法律事務所",
        client="架空　依頼",
        form_number="No.123",
    ),
    Caller(
        "架空　行政",
        "行政書士",
        ("職印のある統一用紙", "資格者"),
        ground="許可の申請のため",
        agency="架空行政書士事務所",
        client="架空　依頼",
        refused="第14行「行政書士」",
    ),
    Caller("架空　債権", "利害関係人", ("旅券", "理由を示す資料"), ground="貸金の返還を求める"),
    Caller("架空　提出", "国等へ提出する人", ("旅券", "理由を示す資料"), ground="裁判所に出す"),
    Caller("架空　三郎", "第三者", ("旅券", "理由を示す資料"), refused="第17行「第三者」"),
    Caller(
        "架空　司法",
        "司法書士",
        ("職印のある統一用紙", "資格者"),
        ground="相続の登記のため",
        agency="架空司法書士事務所",
        client="架空　依頼",
        form_number="No.124",
    ),
)


def send(page: Page) -> None:
    hand_in(page)
    assert page.locator(".error-summary").count() == 0, page.inner_text("main")[:900]


def tick(page: Page, name: str, words: str) -> None:
    """The choice whose label begins with these words."""
    for choice in page.locator(f'label:has([name="{name}"])').all():
        if choice.inner_text().strip().startswith(words):
            choice.locator("input").check()
            return
    raise AssertionError(words)


def tick_seen(page: Page, caller: Caller) -> None:
    for words in caller.seen:
        labels = page.locator('label:has([name="documents"])').all_inner_texts()
        is_document = any(label.strip().startswith(words) for label in labels)
        tick(page, "documents" if is_document else "proofs", words)


def write_down(page: Page, caller: Caller, *, about: str = "見本　太郎") -> str:
    """The paper is received; the key of the request."""
    page.locator("details").evaluate_all("all => all.forEach(e => { e.open = true; })")
    rows = page.locator("[name=requester] option")
    (row,) = (r for r in rows.all() if r.inner_text().split()[-1] == caller.requester)
    page.select_option("[name=requester]", row.get_attribute("value"))
    typed = {
        "requester_name": caller.name,
        "requester_address": "架空県架空市1番",
        "agency": caller.agency,
        "client": caller.client,
        "form_number": caller.form_number,
        "submit_to": "架空地方裁判所" if caller.client else "",
        "ground": caller.ground,
        "stated_name": about,
    }
    for name, value in typed.items():
        if value:
            page.fill(f"[name={name}]", value)
    page.select_option("[name=form]", "individual")
    for words in caller.items:
        tick(page, "items", words)
    tick_seen(page, caller)
    send(page)
    found = re.search(r"[0-9a-f-]{36}", page.url)
    assert found
    return found[0]


def find_person(page: Page, request: str, caller: Caller) -> None:
    page.goto(f"/requests/{request}/people/")
    press(page, "a[href^='?record=']")
    line = page.locator("tr", has_text="見本　太郎").first
    line.locator("[name=records]").check()
    if caller.requester in ("本人", "同一世帯の人"):
        page.locator("tr", has_text=caller.name).first.locator("[name=requester_record]").check()
    send(page)


def decide(page: Page, request: str, caller: Caller) -> None:
    """Granted, past what is only to be confirmed; or refused by the row that says so."""
    page.goto(f"/requests/{request}/decide/")
    if caller.refused:
        assert caller.refused in page.inner_text("main"), page.inner_text("main")[:900]
        page.locator("details").evaluate_all("all => all.forEach(e => { e.open = true; })")
        press(page, "[name=act][value=refuse]")
        assert caller.refused in page.inner_text("main")
        return
    boxes = page.locator("[name=confirm]")
    for n in range(boxes.count()):
        boxes.nth(n).check()
    send(page)


def pay(page: Page) -> None:
    """Whatever waits at the till, with a note of a thousand."""
    page.goto("/cash/")
    press(page, "table a.number")
    page.fill("[name=tendered_yen]", "1000")
    send(page)
    assert "お釣りは700円です" in page.inner_text("main")


def hand_over(page: Page, request: str, caller: Caller) -> None:
    page.goto(f"/requests/{request}/hand/")
    page.fill("[name=read_back]", caller.name)
    page.fill("[name=scanned]", "\n".join(codes_of(UUID(request))))
    send(page)
    assert "交付を終えました" in page.inner_text("main")


def serve(page: Page, caller: Caller) -> None:
    page.goto("/requests/new/")
    request = write_down(page, caller)
    find_person(page, request, caller)
    decide(page, request, caller)
    if caller.refused:
        return
    if not caller.free:
        pay(page)
    hand_over(page, request, caller)


def by_post(page: Page) -> None:
    """The man himself writes, with a 小為替 of 500 yen; the change goes back in the envelope, to his registered address."""
    himself = Caller("見本　太郎", "本人", (CARD,))
    page.goto("/requests/new/?channel=post")
    request = write_down(page, himself)
    page.locator("details").evaluate_all("all => all.forEach(e => { e.open = true; })")
    page.fill("[name=notes]", "12345-678901,500,R8.11.2")
    press(page, "button:has-text('受け入れる')")
    find_person(page, request, himself)
    decide(page, request, himself)
    page.goto("/cash/")
    press(page, "table a.number")
    take_notes(page)
    page.goto(f"/requests/{request}/send/")
    page.select_option("[name=to_address]", index=0)
    page.select_option("[name=method]", label="簡易書留")
    page.fill("[name=tracking]", "000-00-00000-0")
    page.fill("[name=label]", Request.objects.get(key=request).number)
    page.fill("[name=scanned]", "\n".join(codes_of(UUID(request))))
    send(page)


def take_notes(page: Page) -> None:
    """The account of the letter is paid with its 小為替; the change is one of the town's own."""
    page.check("[name=method][value=money_order]")
    page.locator("details").evaluate_all("all => all.forEach(e => { e.open = true; })")
    for name, number, yen in (("orders", "12345-678901", "500"), ("change_orders", "99", "200")):
        page.fill(f'[name="{name}.0.number"]', number)
        page.select_option(f'[name="{name}.0.yen"]', yen)
        page.fill(f'[name="{name}.0.issued_on"]', "R8.11.2")
    send(page)
    assert "収納済" in page.inner_text("main")


def open_drawer(page: Page) -> None:
    page.goto("/cash/drawers/open/")
    page.fill("[name=float_cash_yen]", f"{FLOAT:,}")
    page.fill("[name=float_orders_yen]", "1,000")
    send(page)


def close_till(clerk: Page, second: Page, *, cash_yen: int, orders_yen: int) -> None:
    """Counted by one, confirmed by another, and the day of the office with it."""
    clerk.goto("/cash/")
    press(clerk, "text=数えて締める")
    for face, number in pieces_of(cash_yen).items():
        clerk.fill(f'[name="pieces.{face}"]', str(number))
    clerk.fill("[name=money_order_yen]", str(orders_yen))
    send(clerk)
    second.goto(clerk.url)
    send(second)
    second.goto(f"/cash/days/{business_today():%Y-%m-%d}/")
    send(second)
    assert "日計を締めました" in second.inner_text("main")


@pytest.mark.usefixtures("fresh_database")
def test_twelve_are_served_three_by_the_row_refused_one_by_post_and_the_till_is_right() -> None:
    father = make_resident(name="見本　太郎", name_kana="ミホン　タロウ")
    make_resident(
        name="見本　花子",
        name_kana="ミホン　ハナコ",
        sex=Sex.FEMALE,
        relationship_to_head="妻",
        member_order=2,
        household_number=father.items.household_number,
        head_name="見本　太郎",
    )
    with served() as town, chromium() as browser:
        clerk, second = town.sign_in(browser, "窓口1"), town.sign_in(browser, "審査1")
        open_drawer(clerk)
        for caller in CALLERS:
            serve(clerk, caller)
        by_post(clerk)
        paid = sum(1 for c in CALLERS if not c.refused and not c.free)
        close_till(clerk, second, cash_yen=FLOAT + paid * FEE, orders_yen=1_000 + FEE)
    assert Issue.objects.count() == 10
    assert Request.objects.filter(state="refused").count() == 3
    assert Request.objects.filter(state="handed").count() == 9
    assert Dispatch.objects.count() == 1
    assert Drawer.objects.get().state == "closed"
    assert OfficeDay.objects.get().remitted_yen == (paid + 1) * FEE
    assert not Entry.objects.filter(kind="difference").exists()
