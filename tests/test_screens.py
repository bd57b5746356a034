"""Every screen by every duty: opened where the policy says so, refused in words and on the trail where not."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pyotp
import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from daicho.business.movements.tests.paper import HEAD, WIFE, carry_through, move_in_paper
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.commands.enrol_terminal import enrol_this_terminal
from daicho.foundation.staff.terminals import COOKIE
from daicho.kernel.access import Access, Purpose
from daicho.registers.residents.models import Version
from tests.town import DUTIES, PASSWORD, furnish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
SignIn = Callable[[str], Client]
COUNTER, EXAMINE, DECIDE, AUDIT = DUTIES
DESK = (COUNTER, EXAMINE, DECIDE)


@pytest.fixture
def sign_in() -> SignIn:
    """A browser of the enrolled terminal, signed in with two factors."""
    secrets = furnish()
    key = enrol_this_terminal(
        system_access(Purpose.ADMINISTRATION, job="test"), name="本庁1", office="市民課"
    )

    def enter(login: str) -> Client:
        client = Client()
        client.cookies[COOKIE] = signing.dumps(str(key), salt="daicho.foundation.staff.terminal")
        client.post("/sign-in/", {"login": login, "password": PASSWORD})
        cache.clear()
        code = pyotp.TOTP(secrets[login]).now()
        assert client.post("/sign-in/second/", {"code": code}).status_code == 302
        return client

    return enter


@pytest.fixture
def couple(sign_in: SignIn, clerk: Access, examiner: Access, approver: Access) -> Version:
    """The head of a household of two."""
    assert callable(sign_in)
    carry_through(clerk, examiner, approver, "move_in", move_in_paper(HEAD, WIFE))
    return Version.objects.get(member_order=1)


def pages(head: Version) -> list[tuple[str, tuple[str, ...]]]:
    """Addresses, and the duties that may open them."""
    person, record = str(head.person_id), head.record_id
    kinds = ("move_within", "move_out", "death", "household_head_change", "arrival_notice")
    forms = [f"{reverse('movements_new', args=[k])}?person={person}" for k in kinds]
    forms += [reverse("movements_new", args=[k]) for k in ("move_in", "birth")]
    return [
        *((form, (COUNTER,)) for form in forms),
        (reverse("movements_draft"), (COUNTER,)),
        (reverse("movements_list"), DESK),
        (f"{reverse('movements_list')}?state=approved&page=7", DESK),
        (reverse("certificates_issue"), (COUNTER,)),
        (reverse("certificates_desk", args=[record]), (COUNTER,)),
        (reverse("certificates_history"), DESK),
        (f"{reverse('certificates_history')}?day=R8.13.1", DESK),
        (reverse("residents_search"), DESK),
        (reverse("residents_person", args=[record]), DESK),
        (reverse("residents_household", args=[record]), DESK),
        (reverse("residents_history", args=[record]), DESK),
    ]


@pytest.mark.parametrize("login", list(DUTIES))
def test_each_duty_opens_its_screens_and_no_other(
    sign_in: SignIn, couple: Version, login: str
) -> None:
    client = sign_in(login)
    for address, duties in pages(couple):
        before = Entry.objects.count()
        answer = client.get(address)
        entries = Entry.objects.order_by("seq")[before:]
        if login in duties:
            assert answer.status_code == 200, address
            assert all(e.outcome == "done" for e in entries), address
            assert len(entries) <= 1, address
        else:
            assert answer.status_code == 403, address
            assert "見本" not in answer.content.decode().replace("見本市", ""), address
            assert [e.outcome for e in entries] == ["refused"], address


def test_what_is_not_there_is_said_in_words(sign_in: SignIn) -> None:
    client = sign_in(COUNTER)
    missing = [
        reverse("movements_case", args=[uuid4()]),
        reverse("movements_new", args=["no-such-kind"]),
        reverse("certificates_desk", args=[uuid4()]),
        reverse("certificates_sheet", args=[uuid4()]),
        reverse("residents_person", args=[uuid4()]),
    ]
    for address in missing:
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "ください" in answer.content.decode(), address


def post_paper(client: Client, case: UUID, act: str, **more: str) -> int:
    paper = {**move_in_paper({**HEAD, "name": "例示　花"}), "act": act, "edition": "0", **more}
    return client.post(reverse("movements_edit", args=[case, "move_in"]), paper).status_code


def test_a_form_read_again_saves_nothing_and_one_sent_twice_saves_once(
    sign_in: SignIn,
) -> None:
    client = sign_in(COUNTER)
    case = uuid4()
    assert post_paper(client, case, "check") == 200
    assert client.get(reverse("movements_case", args=[case])).status_code == 404
    assert post_paper(client, case, "save") == 302
    assert post_paper(client, case, "save") == 409
    assert post_paper(client, case, "submit", edition="1") == 302
    assert post_paper(client, case, "submit", edition="1") == 409


def test_wrong_numbers_of_a_request_are_not_a_crash(sign_in: SignIn, couple: Version) -> None:
    client = sign_in(COUNTER)
    desk = reverse("certificates_desk", args=[couple.record_id])
    wild = {"copies": "9" * 30, "records": "x", "form": "?", "requester": "?", "act": "issue"}
    assert client.post(desk, wild).status_code == 422
    take = reverse("movements_take", args=[uuid4(), "approve"])
    assert client.post(take, {"edition": "x"}).status_code == 404
    assert client.get(f"{reverse('movements_list')}?page=x").status_code == 200
    assert client.get(f"{reverse('certificates_issue')}?person=x").status_code == 200


def test_the_desk_goes_from_form_to_paper(sign_in: SignIn, couple: Version) -> None:
    client = sign_in(COUNTER)
    desk = reverse("certificates_desk", args=[couple.record_id])
    wish = {
        "key": str(uuid4()),
        "form": "household",
        "records": [str(couple.record_id)],
        "requester": "self",
        "requester_name": "見本　太郎",
        "documents": ["passport"],
        "copies": "1",
    }
    shown = client.post(desk, {**wish, "act": "preview"})
    assert shown.status_code == 200
    seen = shown.context["seen"]
    issued = client.post(desk, {**wish, "act": "issue", "seen": seen})
    assert issued.status_code == 302
    page = client.get(issued["Location"])
    sheet = page.context["found"].lines[0]
    pdf = client.get(reverse("certificates_sheet", args=[sheet.key]))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Cache-Control"] == "no-store"
    spoiled = client.post(reverse("certificates_spoil", args=[sheet.key]), {"reason": "紙づまり"})
    assert spoiled.status_code == 302
    assert "書損じ" in client.get(reverse("certificates_history")).content.decode()
