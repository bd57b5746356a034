"""Hidden items (表示しない項目, STD-10.4): whoever is not shown an item finds its value on no screen of the whole system."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import product
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pypdf import PdfReader

from daicho.business.movements.commands.save_draft import save_draft
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.lists import LISTS
from daicho.business.movements.tests.amending import block
from daicho.business.movements.tests.paper import (
    FOREIGNER,
    HEAD,
    alerts_of,
    carry_through,
    individual_number,
    move_in_paper,
)
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.policy import HideableItem
from daicho.kernel.access import Access
from daicho.registers.residents.models import Version
from tests.desk import name_people, step, take_in
from tests.test_screens import SignIn, sign_in

__all__ = ["sign_in"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NUMBER = individual_number(77)
DOMICILE, REGISTER_HEAD = "東京都架空区秘匿町77番地", "秘匿　筆頭"
SECRETS = (DOMICILE, "秘匿町", REGISTER_HEAD, "ZZ00000001ZZ", "日本人の配偶者等", NUMBER)
FATHER = {
    **HEAD,
    "domicile": DOMICILE,
    "family_register_head": REGISTER_HEAD,
    "individual_number": NUMBER,
}
MOST = 40
ASKED = {
    "event_date": "2026-11-20",
    "basis": "職権",
    "ground": "届出",
    "amend_reason": "戸籍の届出",
    "permitted_by": "市民課長",
}


@pytest.fixture
def case(sign_in: SignIn, clerk: Access, examiner: Access, approver: Access) -> UUID:
    """A Japanese and a foreign resident of one household, moved in."""
    assert callable(sign_in)
    paper = move_in_paper(FATHER, FOREIGNER, event_date="2026-04-01", notified_on="2026-04-02")
    return carry_through(clerk, examiner, approver, "move_in", paper)


@pytest.fixture
def drafts(case: UUID, clerk: Access) -> list[UUID]:
    """A draft and a submitted case that hold hidden values, typed and of the register."""
    head = member(case, 1).person_id
    entered = {**FATHER, "individual_number": individual_number(78), "name": "見本　次郎"}
    paper = move_in_paper(entered, event_date="2026-11-01", notified_on="2026-11-10")
    draft, amended = uuid4(), uuid4()
    save_draft(clerk, case=draft, kind="move_in", payload=paper, edition=0)
    change = {
        **ASKED,
        **block("amend", head, domicile="東京都架空区秘匿町88番地"),
    }
    submit(
        clerk,
        case=amended,
        kind="amend",
        payload=change,
        edition=0,
        confirmed=alerts_of("amend", change),
    )
    return [draft, amended]


def member(case: UUID, order: int) -> Version:
    """Who stands at a place of the household that a case made."""
    people = Case.objects.get(key=case).persons
    return Version.objects.get(person__in=people, member_order=order)


def patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for each in found:
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns)
        else:
            yield each


def addresses(case: UUID, drafts: list[UUID]) -> list[str]:
    """Every address that can be made from what there is: records, cases, kinds, lists, and forms about each person."""
    versions = [member(case, 1), member(case, 2)]
    values: dict[str, list[object]] = {
        "record": [v.record_id for v in versions],
        "person": [v.person_id for v in versions],
        "case": [case, *drafts],
        "version": [v.key for v in versions],
        "code": list(LISTS),
        "kind": ["move_in", "amend"],
    }
    made = []
    for pattern in patterns(get_resolver().url_patterns):
        names = list(pattern.pattern.converters)
        if pattern.name and all(name in values for name in names):
            for chosen in product(*(values[name] for name in names)):
                made.append(_address(pattern.name, dict(zip(names, chosen, strict=True))))
    for version in versions:
        for kind in KINDS:
            made.append(f"{reverse('movements_new', args=[kind])}?person={version.person_id}")
        made.append(f"{reverse('requests_new')}?person={version.person_id}")
    made += [
        f"{reverse('movements_new', args=[k])}?case={case}" for k in ("error_amend", "reversal")
    ]
    return [address for address in made if address]


def _address(name: str, chosen: dict[str, object]) -> str:
    return str(reverse(name, kwargs=chosen))


def words(client: Client, address: str) -> str:
    """What an address shows, a PDF among it, wherever it leads."""
    answer = client.get(address, follow=True)
    content = answer.getvalue()
    if str(answer.get("Content-Type", "")).startswith("application/pdf"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return content.decode("utf-8", "replace")


def shown(client: Client, address: str) -> set[str]:
    page = words(client, address)
    close = page.replace(" ", "").replace("\n", "")
    return {secret for secret in SECRETS if secret in page or secret in close}


@pytest.mark.proves("STD-10.4/m1")
def test_no_screen_shows_what_is_hidden(sign_in: SignIn, case: UUID, drafts: list[UUID]) -> None:
    leaving = {reverse("account_logout"), reverse("lock")}
    everywhere = [a for a in addresses(case, drafts) if a not in leaving]
    assert len(everywhere) > MOST
    client = sign_in("窓口1")
    telling = [
        *(reverse("residents_person", args=[member(case, order).record_id]) for order in (1, 2)),
        *(reverse("movements_case", args=[each]) for each in (case, *drafts)),
        reverse("movements_edit", args=[drafts[0], "move_in"]),
        reverse("movements_edit", args=[drafts[1], "amend"]),
        f"{reverse('movements_new', args=['amend'])}?person={member(case, 1).person_id}",
        f"{reverse('movements_new', args=['error_amend'])}?case={case}",
        reverse("movements_confirmation", args=[drafts[1]]),
    ]
    told = {address: shown(client, address) for address in telling}
    assert all(told.values()), told
    assert {secret for seen in told.values() for secret in seen} >= set(SECRETS) - {NUMBER}
    Staff.objects.filter(login="窓口1").update(hidden_items=[i.value for i in HideableItem])
    assert {a: s for a in everywhere if (s := shown(client, a))} == {}


@pytest.mark.parametrize("login", ["審査1", "決裁1"])
def test_whoever_examines_sees_that_a_hidden_item_changes_and_no_more(
    sign_in: SignIn, drafts: list[UUID], login: str
) -> None:
    client = sign_in(login)
    Staff.objects.filter(login=login).update(hidden_items=[i.value for i in HideableItem])
    page = words(client, reverse("movements_case", args=[drafts[1]]))
    assert "本籍" in page
    assert "（表示しない設定です）" in page
    assert not shown(client, reverse("movements_case", args=[drafts[1]]))


def posted(client: Client, case: UUID, kind: str, paper: dict[str, str], **more: str) -> str:
    answer = client.post(
        reverse("movements_edit", args=[case, kind]), {**paper, **more}, follow=True
    )
    return str(answer.content.decode())


def test_a_hidden_item_that_nobody_typed_over_stays_as_it_was(
    sign_in: SignIn, drafts: list[UUID]
) -> None:
    draft = drafts[0]
    client = sign_in("窓口1")
    Staff.objects.filter(login="窓口1").update(hidden_items=["domicile"])
    kept = Case.objects.get(key=draft)
    path = "persons.0.domicile"
    paper = {k: v for k, v in kept.payload.items() if "domicile" not in k and "sealed" not in k}
    paper = {k: v for k, v in paper.items() if "family_register_head" not in k}
    page = posted(client, draft, "move_in", paper, edition=str(kept.edition), act="save")
    assert DOMICILE not in page
    assert "入力済み（表示しない設定です）" in page
    assert Case.objects.get(key=draft).payload[path] == DOMICILE
    typed = {**paper, path: "東京都架空区新町1番地"}
    edition = str(Case.objects.get(key=draft).edition)
    page = posted(client, draft, "move_in", typed, edition=edition, act="check")
    assert "東京都架空区新町1番地" in page
    posted(client, draft, "move_in", typed, edition=edition, act="save")
    assert Case.objects.get(key=draft).payload[path] == "東京都架空区新町1番地"


def test_an_amendment_by_whom_items_are_hidden_from_leaves_them_alone(
    sign_in: SignIn, case: UUID
) -> None:
    head = member(case, 1).person_id
    client = sign_in("窓口1")
    Staff.objects.filter(login="窓口1").update(hidden_items=["domicile"])
    change = {k: v for k, v in block("amend", head).items() if v not in (DOMICILE, REGISTER_HEAD)}
    change |= {**ASKED, f"edit.{head}.name_kana": "ミホン　タロー", f"edit.{head}.domicile": ""}
    made = uuid4()
    page = posted(client, made, "amend", change, edition="0", act="save")
    assert DOMICILE not in page
    payload = Case.objects.get(key=made).payload
    assert payload[f"edit.{head}.domicile"] == DOMICILE
    assert payload[f"edit.{head}.name_kana"] == "ミホン　タロー"
    # What nobody sees nobody empties: the field says that it stays as it is, and who can strike it out.
    assert "空欄のままなら残り" in page
    assert "消すときは、表示できる職員が行います" in page


def test_a_sheet_that_carries_a_hidden_item_is_for_somebody_else_to_issue(
    sign_in: SignIn, case: UUID
) -> None:
    record = member(case, 1).record_id
    client = sign_in("窓口1")
    asked, without = take_in(client, items="domicile"), take_in(client)
    for key in (asked, without):
        name_people(client, key, [record])
    decide = reverse("requests_decide", args=[asked])
    assert client.get(decide).context["preview"]
    Staff.objects.filter(login="窓口1").update(hidden_items=["domicile"])
    page = client.get(decide)
    assert page.context["preview"] is None
    assert "本籍・筆頭者を載せた証明書は、あなたには作れません" in page.content.decode()
    assert step(client, "requests_decide", asked, act="grant").status_code == 422
    assert client.get(reverse("requests_decide", args=[without])).context["preview"]
    certificate = reverse("certificates_notice", args=[case, "move_out_certificate"])
    assert client.get(certificate).status_code == 403
