"""Single sign-on against a real provider on loopback: bound accounts alone, our second factor, nothing forged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from joserfc.jwk import RSAKey

from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.commands.bind_sign_on import bind_sign_on
from daicho.foundation.staff.commands.stop_staff import stop_staff
from daicho.foundation.staff.commands.unbind_sign_on import unbind_sign_on
from daicho.foundation.staff.models import SignOnBinding, Staff
from daicho.foundation.staff.tests.conftest import (
    Person,
    give_code,
    give_password,
    kinds,
)
from daicho.foundation.staff.tests.provider import CLIENT, SECRET, Provider, serving
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Invalid, Missing, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.urls("daicho.foundation.staff.web.urls")]

Register = Callable[..., Person]
AccessOf = Callable[..., Access]


@pytest.fixture(scope="module")
def served() -> Iterator[Provider]:
    with serving() as provider:
        yield provider


@pytest.fixture
def provider(served: Provider, settings: Any) -> Provider:  # Any: pytest-django's wrapper
    fresh = Provider(address=served.address)
    for name in ("subject", "published", "claims", "dropped", "named", "down", "unsigned"):
        setattr(served, name, getattr(fresh, name))
    served.codes, served.refused, served.key = {}, [], fresh.key
    settings.SIGN_ON_ISSUER = served.address
    settings.SIGN_ON_CLIENT, settings.SIGN_ON_SECRET = CLIENT, SECRET
    return served


@pytest.fixture
def keeper(register: Register, access_of: AccessOf) -> Access:
    return access_of(register("管理1", Duty.ADMINISTER), Duty.ADMINISTER)


@pytest.fixture
def person(register: Register, keeper: Access, provider: Provider) -> Person:
    """窓口1, bound to the provider's person-1."""
    found = register("窓口1", Duty.COUNTER)
    bind_sign_on(keeper, staff_key=found.key, subject=provider.subject, reason="開始")
    return found


def go(browser: Client, provider: Provider, *, state: str = "") -> Any:  # Any: a response
    """To the provider and back."""
    sent = browser.get("/sign-in/office/?next=/account/")
    assert sent.status_code == 302, sent.content.decode()
    return browser.get(f"/sign-in/office/back/?{provider.answer(sent['Location'], state=state)}")


def signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


@pytest.mark.proves("STD-10.3/m4")
def test_a_bound_account_signs_in_with_its_second_factor(
    person: Person, provider: Provider
) -> None:
    browser = Client()
    back = go(browser, provider)
    assert (back.status_code, back["Location"]) == (302, "/sign-in/second/")
    assert browser.get("/").status_code == 302
    assert not signed_in(browser)
    done = give_code(browser)
    assert (done.status_code, done["Location"]) == (302, "/account/")
    assert browser.get("/").status_code == 200
    entry = Entry.objects.filter(kind="session.signed_in").get()
    assert entry.login == person.login
    assert "シングルサインオン・認証アプリ" in str(entry.body)


def test_without_its_code_a_session_reaches_nothing(person: Person, provider: Provider) -> None:
    browser = Client()
    go(browser, provider)
    assert give_code(browser, "000000").status_code == 200
    assert browser.get("/account/").status_code == 302
    assert person


@pytest.mark.proves("STD-10.3/m4")
def test_changed_keys_of_the_provider_need_nothing_here(person: Person, provider: Provider) -> None:
    for name in ("first", "second"):
        provider.rotate(name)
        browser = Client()
        assert go(browser, provider)["Location"] == "/sign-in/second/"
    assert person


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"exp": int(real_now().timestamp()) - 3600},
        {"iat": int(real_now().timestamp()) + 3600},
        {"iss": "https://another.example"},
        {"sub": ""},
        {"sub": 7},
    ],
    ids=lambda claims: "-".join(claims),
)
def test_a_token_that_says_something_else_is_refused(
    person: Person, provider: Provider, wrong: dict[str, Any]
) -> None:
    provider.claims = wrong
    _refused(provider)
    assert person


@pytest.mark.parametrize("missing", ["nonce", "aud", "exp", "iss", "sub", "iat"])
def test_a_token_that_leaves_something_out_is_refused(
    person: Person, provider: Provider, missing: str
) -> None:
    provider.dropped = (missing,)
    _refused(provider)
    assert person


def test_a_token_that_the_provider_did_not_sign_is_refused(
    person: Person, provider: Provider
) -> None:
    provider.published = [RSAKey.generate_key(2048, {"kid": str(provider.key.kid)})]
    _refused(provider)
    provider.published = [RSAKey.generate_key(2048, {"kid": "another"})]
    _refused(provider)
    provider.published, provider.unsigned = [], True
    _refused(provider)
    assert person


def test_an_unknown_subject_is_told_what_to_say(provider: Provider) -> None:
    provider.subject = "nobody-here"
    page = _refused(provider)
    assert "どの職員とも結び付けられていません" in page
    assert "nobody-here" in page
    assert not SignOnBinding.objects.exists()
    assert not Staff.objects.exists()
    entry = Entry.objects.get(kind="sign_on.failed")
    assert "nobody-here" not in str(entry.body)


def test_an_answer_to_another_question_is_refused(person: Person, provider: Provider) -> None:
    browser = Client()
    assert go(browser, provider, state="forged").status_code == 403
    sent = browser.get("/sign-in/office/")
    query = provider.answer(sent["Location"])
    assert Client().get(f"/sign-in/office/back/?{query}").status_code == 403
    assert browser.get(f"/sign-in/office/back/?{query}")["Location"] == "/sign-in/second/"
    assert browser.get(f"/sign-in/office/back/?{query}").status_code == 403
    assert not signed_in(browser)
    assert person


def test_a_code_is_worth_nothing_without_its_verifier(person: Person, provider: Provider) -> None:
    browser, thief = Client(), Client()
    query = provider.answer(browser.get("/sign-in/office/")["Location"])
    own = provider.answer(thief.get("/sign-in/office/")["Location"])
    stolen = query.partition("&")[0] + "&" + own.partition("&")[2]
    assert thief.get(f"/sign-in/office/back/?{stolen}").status_code == 503
    assert provider.refused == ["code-0"]
    assert person


def test_an_answer_that_comes_too_late_is_refused(
    person: Person, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Client()
    query = provider.answer(browser.get("/sign-in/office/")["Location"])
    monkeypatch.setattr("daicho.foundation.staff.web.sign_on_views.MINUTES", -1)
    assert browser.get(f"/sign-in/office/back/?{query}").status_code == 403
    assert person


def test_a_provider_that_fails_is_said_in_words_and_passwords_remain(
    person: Person, provider: Provider
) -> None:
    browser = Client()
    query = provider.answer(browser.get("/sign-in/office/")["Location"])
    provider.down = True
    for address in ("/sign-in/office/", f"/sign-in/office/back/?{query}"):
        page = browser.get(address)
        assert page.status_code == 503
        assert "シングルサインオンが使えません" in page.content.decode()
        assert "パスワードでログインしてください" in page.content.decode()
    assert give_password(browser, person.login).status_code == 302
    assert give_code(browser).status_code == 302
    assert ("sign_on.failed", "refused") in kinds()


def test_a_provider_under_another_name_or_in_the_clear_is_not_asked(
    provider: Provider, settings: Any
) -> None:
    provider.named = "https://another.example"
    assert Client().get("/sign-in/office/").status_code == 503
    settings.SIGN_ON_ISSUER = "http://idp.example"
    page = Client().get("/sign-in/office/")
    assert page.status_code == 503
    assert "暗号化されていない" in page.content.decode()


def test_it_is_off_by_default(settings: Any) -> None:
    assert settings.SIGN_ON_ISSUER == ""
    assert settings.PASSWORD_SIGN_IN
    assert Client().get("/sign-in/office/").status_code == 404
    assert Client().get("/sign-in/office/back/?code=x&state=y").status_code == 404
    assert "庁内の認証でログイン" not in Client().get("/sign-in/").content.decode()


def test_a_town_may_do_without_passwords(person: Person, provider: Provider, settings: Any) -> None:
    settings.PASSWORD_SIGN_IN = False
    page = Client().get("/sign-in/").content.decode()
    assert "庁内の認証でログイン" in page
    assert 'name="password"' not in page
    browser = Client()
    assert give_password(browser, person.login).status_code == 403
    assert not signed_in(browser)
    assert go(Client(), provider)["Location"] == "/sign-in/second/"
    settings.PASSWORD_SIGN_IN = True
    assert give_password(browser, person.login).status_code == 302


def test_an_account_that_is_stopped_or_locked_does_not_come_in_this_way(
    person: Person, provider: Provider, keeper: Access
) -> None:
    for _ in range(5):
        give_password(Client(), person.login, "machigatta-aikotoba")
    assert go(Client(), provider)["Location"] == "/sign-in/locked-out/"
    stop_staff(keeper, staff_key=person.key, reason="休職")
    browser = Client()
    go(browser, provider)
    assert give_code(browser).status_code != 200 or not signed_in(browser)
    assert not signed_in(browser)


def test_an_ended_binding_ends_its_sessions(
    person: Person, provider: Provider, keeper: Access
) -> None:
    browser, by_password = Client(), Client()
    go(browser, provider)
    give_code(browser)
    give_password(by_password, person.login)
    give_code(by_password)
    unbind_sign_on(keeper, staff_key=person.key, reason="異動")
    assert browser.get("/").status_code == 302
    assert by_password.get("/").status_code == 200
    assert go(Client(), provider).status_code == 403
    with pytest.raises(Missing):
        unbind_sign_on(keeper, staff_key=person.key, reason="異動")


def test_a_password_that_is_due_does_not_stand_in_the_way(
    person: Person, provider: Provider
) -> None:
    Staff.objects.filter(key=person.key).update(must_change_password=True)
    browser = Client()
    go(browser, provider)
    give_code(browser)
    assert browser.get("/").status_code == 200


def test_one_account_is_one_person_of_the_provider(
    register: Register, person: Person, keeper: Access, access_of: AccessOf, settings: Any
) -> None:
    other = register("窓口2", Duty.COUNTER)
    for key, subject in ((other.key, "person-1"), (person.key, "person-2")):
        with pytest.raises(Invalid) as invalid:
            bind_sign_on(keeper, staff_key=key, subject=subject, reason="重複")
        assert invalid.value.problems[0].code == "sign_on.bound_already"
    with pytest.raises(Refused):
        bind_sign_on(keeper, staff_key=keeper.staff_key, subject="me", reason="自分")
    with pytest.raises(Refused):
        bind_sign_on(access_of(other), staff_key=person.key, subject="x", reason="権限なし")
    settings.SIGN_ON_ISSUER = ""
    with pytest.raises(Refused):
        bind_sign_on(keeper, staff_key=other.key, subject="x", reason="使っていない")
    assert SignOnBinding.objects.count() == 1


def test_binding_and_unbinding_on_the_screen(
    register: Register, provider: Provider, signed_in: Callable[..., Client]
) -> None:
    browser = signed_in(register("管理1", Duty.ADMINISTER))
    other = register("窓口2", Duty.COUNTER)
    place = f"/staff/{other.key}"
    assert "シングルサインオン" in browser.get(f"{place}/").content.decode()
    empty = browser.post(f"{place}/sign-on/", {"subject": "", "bind_reason": "開始"})
    assert empty.status_code == 422
    bound = {"subject": provider.subject, "bind_reason": "開始"}
    assert browser.post(f"{place}/sign-on/", bound).status_code == 302
    assert provider.subject in browser.get(f"{place}/").content.decode()
    assert browser.post(f"{place}/sign-on/end/", {"unbind_reason": ""}).status_code == 422
    assert browser.post(f"{place}/sign-on/end/", {"unbind_reason": "退職"}).status_code == 302
    assert {"sign_on.bound", "sign_on.ended"} <= {k for k, o in kinds() if o == "done"}


def _refused(provider: Provider) -> str:
    browser = Client()
    page = go(browser, provider)
    assert page.status_code == 403
    assert not signed_in(browser)
    assert ("sign_on.failed", "refused") in kinds()
    assert browser.get("/").status_code == 302
    return str(page.content.decode())
