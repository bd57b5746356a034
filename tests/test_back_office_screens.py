"""Screens of the back office (受付・仮登録一覧・一覧・実態調査): opened by their duties, and what is done on them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.selectors.lists import LISTS
from daicho.business.movements.tests.paper import HEAD, carry_through, move_in_paper
from daicho.business.surveys.models import Mismatch
from daicho.foundation.audit.models import Entry
from daicho.kernel.access import Access
from daicho.registers.residents.models import Version
from tests.test_screens import SignIn, couple, sign_in

__all__ = ["couple", "sign_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
COUNTER, EXAMINE, DECIDE, AUDIT = "窓口1", "審査1", "決裁1", "監査1"
DESK = (COUNTER, EXAMINE, DECIDE)


def pages(person: str) -> list[tuple[str, tuple[str, ...]]]:
    """Addresses, and who may open them."""
    return [
        (reverse("movements_identify", args=["move_within"]), (COUNTER,)),
        (f"{reverse('movements_list')}?state=examined&office=x&overdue=on&own=on", DESK),
        (f"{reverse('movements_list')}?received_on=R8.13.1&charge=x", DESK),
        (reverse("movements_daybook"), DESK),
        (reverse("movements_lists"), DESK),
        *(
            (f"{reverse('movements_list_of', args=[code])}{query}", DESK)
            for code in LISTS
            for query in ("", "?print=1", "?as_of=R8.13.1&days=x&page=9")
        ),
        (reverse("surveys_list"), DESK),
        (f"{reverse('surveys_new')}?person={person}", (COUNTER, EXAMINE)),
        (reverse("surveys_compare"), (COUNTER, EXAMINE)),
    ]


@pytest.mark.parametrize("login", [COUNTER, EXAMINE, DECIDE, AUDIT])
def test_each_duty_opens_its_screens_and_no_other(
    sign_in: SignIn, couple: Version, login: str
) -> None:
    client = sign_in(login)
    for address, duties in pages(str(couple.person_id)):
        before = Entry.objects.count()
        answer = client.get(address)
        outcomes = [e.outcome for e in Entry.objects.order_by("seq")[before:]]
        if login in duties:
            assert answer.status_code == 200, address
            assert outcomes in ([], ["done"]), address
        else:
            assert answer.status_code == 403, address
            assert outcomes == ["refused"], address


def test_a_case_is_held_and_several_are_approved_from_the_list(
    sign_in: SignIn, clerk: Access, examiner: Access
) -> None:
    ready = []
    for name in ("例示　花", "例示　月"):
        case = uuid4()
        paper = move_in_paper({**HEAD, "name": name})
        edition = submit(clerk, case=case, kind="move_in", payload=paper, edition=0, confirmed=())
        ready.append((case, examine(examiner, case=case, edition=edition)))
    (held, edition), (good, other) = ready
    client = sign_in(DECIDE)
    take = reverse("movements_take", args=[held, "hold"])
    wrong = {"edition": str(edition), "remark": "", "held_until": "R8.13.1"}
    assert client.post(take, wrong).status_code == 422
    fine = {"edition": str(edition), "remark": "補正を待つ", "held_until": "R8.11.30"}
    assert client.post(take, fine).status_code == 302
    shown = client.get(f"{reverse('movements_list')}?state=held").content.decode()
    assert "補正を待つ" in shown
    listed = client.get(f"{reverse('movements_list')}?state=examined").content.decode()
    assert f"{good}:{other}" in listed
    everything = {"act": "all", "shown": [f"{held}:{edition}", f"{good}:{other}", "x", "x:y"]}
    answer = client.post(reverse("movements_approve_many"), everything).content.decode()
    assert "この異動は今「保留」です。" in answer
    assert "決裁した異動（1件）" in answer
    nothing = client.post(reverse("movements_approve_many"), {"act": "some", "state": "examined"})
    assert nothing.status_code == 422


def test_a_survey_goes_from_its_start_to_the_draft_of_a_removal(
    sign_in: SignIn, couple: Version
) -> None:
    client = sign_in(COUNTER)
    key, person = uuid4(), str(couple.person_id)
    begin = {"key": str(key), "persons": [person], "origin": "returned_mail", "words": "封筒"}
    assert client.post(reverse("surveys_new"), {**begin, "origin": ""}).status_code == 422
    assert client.post(reverse("surveys_new"), begin).status_code == 302
    assert client.post(reverse("surveys_new"), begin).status_code == 409
    page = reverse("surveys_survey", args=[key])
    assert "見本　太郎" in client.get(page).content.decode()

    def act(action: str, edition: int, **typed: str) -> int:
        address = reverse("surveys_act", args=[key, action])
        return client.post(address, {"edition": str(edition), **typed}).status_code

    assert act("visit", 1, done_on="R8.11.20", finding="x") == 422
    assert act("visit", 1, done_on="R8.11.20", finding="lives_not", who="見本") == 302
    assert act("visit", 1, done_on="R8.11.20", finding="lives_not", who="見本") == 409
    assert act("find_absent", 2, ceased_on="R8.11.21") == 422
    assert act("nothing", 2) == 404
    assert act("find_absent", 2) == 302
    assert "職権消除の入力を開く" in client.get(page).content.decode()
    answer = client.post(reverse("surveys_removal", args=[key]))
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200


def test_addresses_of_another_office_are_compared_on_the_screen(
    sign_in: SignIn, couple: Version
) -> None:
    client = sign_in(COUNTER)
    address = reverse("surveys_compare")
    number = couple.person.atena_number
    assert client.post(address, {"source": "介護", "rows": "x"}).status_code == 422
    assert client.post(address, {"source": "", "rows": f"{number},別の町1"}).status_code == 422
    assert client.post(address, {"source": "介護", "rows": f"{number},別の町1"}).status_code == 302
    assert "別の町1" in client.get(address).content.decode()
    row = Mismatch.objects.get()
    settle = reverse("surveys_settle", args=[row.key])
    assert client.post(settle, {"words": ""}).status_code == 422
    assert client.post(settle, {"words": "介護に連絡した"}).status_code == 302
    assert client.post(settle, {"words": "介護に連絡した"}).status_code == 409
    assert "別の町1" not in client.get(address).content.decode()


@pytest.mark.proves("REG-043")
def test_a_form_opens_only_for_one_record(
    sign_in: SignIn, clerk: Access, examiner: Access, approver: Access, couple: Version
) -> None:
    twin = move_in_paper({**HEAD, "sex": "male"}, banchi="9-9", katagaki="")
    carry_through(clerk, examiner, approver, "move_in", twin)
    client = sign_in(COUNTER)
    address = reverse("movements_identify", args=["move_within"])
    typed = {"name": "見本　太郎", "birth": "S60.4.1"}
    answer = client.post(address, typed)
    assert answer.status_code == 200
    assert "2人が該当します。" in answer.content.decode()
    answer = client.post(address, {**typed, "town": "066000", "banchi": "3-1"})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?person={couple.person_id}")
    assert "合う住民票がありません" in client.post(address, {"name": "居ない　人"}).content.decode()
    assert client.post(address, {}).status_code == 422
