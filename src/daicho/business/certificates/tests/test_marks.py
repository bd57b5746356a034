"""What a sheet bears besides its items: 発行番号 (STD-5.5), 職名・公印 (5.6), 公用 (5.7), 契印 and the ground."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from daicho.business.certificates.commands.compose import compose
from daicho.business.certificates.commands.issue import issue
from daicho.business.certificates.commands.office import notice_issue
from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.domain.composition import Form, Item
from daicho.business.certificates.domain.papers import PAPERS
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.desk import issued_sheet
from daicho.business.certificates.tests.asking import wish
from daicho.business.certificates.tests.conftest import words_of
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.sheets import Issue as IssueFacts
from daicho.foundation.documents.sheets import Seal
from daicho.foundation.staff.public import system_access
from daicho.kernel import clock
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Invalid, Unavailable
from daicho.registers.code_tables import ports as code_tables_ports
from daicho.registers.code_tables.domain.tables import TABLES
from daicho.registers.code_tables.public import SealKind, seal_on
from daicho.registers.code_tables.tests.keeping import ROUND, SQUARE, keep, refused
from daicho.registers.residents.tests.factories import Resident, make_resident, remove

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]

TODAY = date(2026, 11, 20)
EVE, APRIL = date(2027, 3, 31), date(2027, 4, 1)
CROSS = ROUND.replace("<circle", '<path d="M3 3L21 21"/><circle')


@pytest.fixture
def keeper() -> Access:
    return system_access(Purpose.ADMINISTRATION, job="test")


@pytest.fixture(autouse=True)
def papers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(code_tables_ports, "paper_kinds", lambda: tuple(PAPERS.items()))
    return iter(())


@pytest.fixture
def resident() -> Resident:
    return make_resident(name="見本　花子", birth_date=make_resident().items.birth_date)


def number_of(access: Access, who: Resident) -> str:
    (key,) = issue(access, request=wish([who.record]))
    return Issue.objects.get(key=key).number


def issue_of(access: Access, who: Resident, form: Form = Form.HOUSEHOLD) -> IssueFacts:
    items = frozenset({Item.NAME}) if form.states else frozenset[Item]()
    request = wish([who.record], form=form, items=items)
    return compose(access, request, specimen=True).sheets[0].issue


@pytest.mark.proves("STD-5.5/m2", "STD-5.5/m4")
def test_the_number_names_the_printer_and_begins_with_the_number_of_the_place(
    desk_clerk: Access, keeper: Access, resident: Resident
) -> None:
    plain = number_of(desk_clerk, resident).split(" ")
    assert plain[:3] == ["20261120", "福島市", "本庁1"]
    assert len(plain) == 4
    keep(keeper, "issue_numbers", "本庁1", {"printer": "プリンタ001", "place": "12"})
    keep(keeper, "issue_numbers", "支所1", {"printer": "", "place": "34"})
    own = number_of(desk_clerk, resident).split(" ")
    assert own[:4] == ["20261120", "福島市", "本庁1", "プリンタ001"]
    assert own[4].startswith("12-")
    assert own[4].removeprefix("12-").isdigit()
    other = number_of(replace(desk_clerk, terminal="支所1"), resident).split(" ")
    assert other[2] == "支所1"
    assert other[3].startswith("34-")
    (key,) = issue(desk_clerk, request=wish([resident.record]))
    printed = words_of(desk_clerk, key)
    assert f"{Issue.objects.get(key=key).number} 1/1".replace(" ", "") in printed


@pytest.mark.proves("STD-5.5/n1")
@pytest.mark.parametrize("form", [Form.HOUSEHOLD, Form.INDIVIDUAL, Form.ITEMS, Form.STANDING])
def test_the_place_of_issue_is_never_written(
    desk_clerk: Access, keeper: Access, resident: Resident, form: Form
) -> None:
    place = "架空東支所"
    keep(keeper, "offices", "9", {"name": place, "kind": "branch"})
    keep(keeper, "issue_numbers", "端末9", {"printer": "", "place": "9"})
    there = replace(desk_clerk, office=place, terminal="端末9")
    items = frozenset({Item.NAME}) if form.states else frozenset[Item]()
    (key,) = issue(there, request=wish([resident.record], form=form, items=items))
    assert Issue.objects.get(key=key).office == place
    assert place not in words_of(desk_clerk, key)
    with refused("発行場所の番号"):
        keep(keeper, "issue_numbers", "端末9", {"printer": "", "place": place}, reason="訂正")


@pytest.mark.proves("STD-5.6/m1", "STD-5.6/m3")
def test_each_paper_has_its_own_certifier_and_seal(
    desk_clerk: Access, keeper: Access, resident: Resident
) -> None:
    set_certifier(
        keeper,
        valid_from=TODAY,
        valid_until=APRIL,
        title="見本市長職務代理者",
        name="副　市長",
        acting=True,
    )
    for code, picture in (("mayor", SQUARE), ("acting", ROUND), ("certificate", CROSS)):
        keep(keeper, "seals", code, {"picture": picture})
    usual = issue_of(desk_clerk, resident)
    assert (usual.certifier.name, usual.seal and usual.seal.svg) == ("副　市長", ROUND)
    keep(keeper, "paper_seals", "household", {"certifier": "mayor", "sealed": "sealed"})
    keep(keeper, "paper_seals", "items", {"sealed": "sealed", "seal": "certificate"})
    keep(
        keeper,
        "paper_seals",
        "individual",
        {"certifier": "acting", "sealed": "unsealed", "phrases": "公印は省略しています"},
    )
    by_mayor = issue_of(desk_clerk, resident)
    assert (by_mayor.certifier.name, by_mayor.seal and by_mayor.seal.svg) == ("台帳　守", SQUARE)
    own = issue_of(desk_clerk, resident, Form.ITEMS)
    assert (own.certifier.name, own.seal and own.seal.svg) == ("副　市長", CROSS)
    bare = issue_of(desk_clerk, resident, Form.INDIVIDUAL)
    assert (bare.seal, bare.phrases) == (None, ("公印は省略しています",))
    (key,) = issue(desk_clerk, request=wish([resident.record], form=Form.INDIVIDUAL))
    printed = words_of(desk_clerk, key)
    assert "公印は省略しています" in printed
    assert "この印は黒色です" not in printed
    letter = notice_issue(TODAY, number="", sealed=True, specimen=False, kind="individual")
    assert letter.seal is None


def test_a_deputy_who_is_asked_for_must_be_there(
    desk_clerk: Access, keeper: Access, resident: Resident
) -> None:
    keep(keeper, "paper_seals", "household", {"certifier": "acting", "sealed": "sealed"})
    with pytest.raises(Unavailable, match="交付できません"):
        issue(desk_clerk, request=wish([resident.record]))
    assert not Issue.objects.exists()


def test_what_changes_on_the_first_of_april_is_prepared_before(
    desk_clerk: Access, keeper: Access, resident: Resident
) -> None:
    keep(keeper, "seals", "mayor", {"picture": SQUARE})
    keep(keeper, "seals", "mayor", {"picture": ROUND}, from_on=APRIL, reason="就任")
    keep(keeper, "paper_seals", "items", {"sealed": "unsealed"}, from_on=APRIL, reason="改正")
    set_certifier(keeper, valid_from=APRIL, title="見本市長", name="次の　市長")

    def on(day: date) -> tuple[str, str, bool]:
        with clock.set_to(day):
            copy = issue_of(desk_clerk, resident)
            items = issue_of(desk_clerk, resident, Form.ITEMS)
            assert copy.seal
            return copy.certifier.name, copy.seal.svg, items.seal is None

    assert on(EVE) == ("台帳　守", SQUARE, False)
    assert on(APRIL) == ("次の　市長", ROUND, True)


@pytest.mark.proves("STD-5.6/m5")
def test_a_seal_is_at_most_25_mm_and_black(keeper: Access) -> None:
    keep(keeper, "seals", "mayor", {"picture": SQUARE, "side_mm": "25"})
    found = seal_on(TODAY, SealKind.MAYOR)
    assert found
    assert found.side_mm == 25
    with refused("印影の大きさを受け付けられません"):
        keep(keeper, "seals", "mayor", {"picture": SQUARE, "side_mm": "26"}, reason="訂正")
    with pytest.raises(Invalid):
        Seal(SQUARE, side_mm=26)
    for colour in ("red", "#c00", "#010101"):
        red = SQUARE.replace("<path", f'<path fill="{colour}"')
        with refused("印影は黒一色です"):
            keep(keeper, "seals", "certificate", {"picture": red})


@pytest.mark.proves("STD-5.6/m6")
def test_only_the_seal_of_cards_may_be_red(keeper: Access) -> None:
    for code in ("mayor", "acting", "certificate"):
        with refused("カード券面用の印だけ"):
            keep(keeper, "seals", code, {"picture": SQUARE, "color": "red"})
    keep(keeper, "seals", "card", {"picture": SQUARE, "color": "black"})
    black = seal_on(TODAY, SealKind.CARD)
    assert black
    assert black.svg == SQUARE
    keep(keeper, "seals", "card", {"picture": SQUARE, "color": "red"}, reason="変更")
    red = seal_on(TODAY, SealKind.CARD)
    assert red
    assert "feColorMatrix" in red.svg


@pytest.mark.proves("STD-5.6/n1")
def test_a_branch_has_no_seal_of_its_own(
    desk_clerk: Access, keeper: Access, resident: Resident
) -> None:
    table = TABLES["seals"]
    assert table.key.choices is not None
    assert {code for code, _ in table.key.choices()} == {k.value for k in SealKind}
    assert not [c for c in table.columns if "支所" in c.title or "出張所" in c.title]
    assert not [c for c in TABLES["paper_seals"].columns if c.name in ("office", "place")]
    keep(keeper, "offices", "9", {"name": "架空東支所", "kind": "branch"})
    keep(keeper, "seals", "mayor", {"picture": SQUARE})
    with refused("一覧にあるもの"):
        keep(keeper, "seals", "架空東支所", {"picture": ROUND})
    branch = replace(desk_clerk, office="架空東支所", terminal="端末9")
    seals = [issue_of(by, resident).seal for by in (desk_clerk, branch)]
    assert [seal and seal.svg for seal in seals] == [SQUARE, SQUARE]


@pytest.mark.proves("STD-5.7/m1")
@pytest.mark.parametrize("form", [Form.HOUSEHOLD, Form.INDIVIDUAL, Form.ITEMS])
@pytest.mark.parametrize("official", [True, False])
def test_official_use_is_printed_on_what_is_asked_for_officially(
    desk_clerk: Access, resident: Resident, form: Form, official: bool
) -> None:
    items = frozenset({Item.NAME}) if form.states else frozenset[Item]()
    request = wish([resident.record], form=form, items=items, official=official)
    (key,) = issue(desk_clerk, request=request)
    assert ("公用" in words_of(desk_clerk, key)) is official


@pytest.mark.proves("STD-5.7/m1")
@pytest.mark.parametrize("form", [Form.REMOVED, Form.REMOVED_ITEMS])
def test_official_use_is_printed_on_what_is_of_a_removed_record(
    desk_clerk: Access, resident: Resident, form: Form
) -> None:
    remove(resident, on=date(2026, 11, 1))
    items = frozenset({Item.NAME}) if form.states else frozenset[Item]()
    (key,) = issue(
        desk_clerk, request=wish([resident.record], form=form, items=items, official=True)
    )
    assert "公用" in words_of(desk_clerk, key)


@pytest.mark.proves("STD-5.7/n1")
@pytest.mark.parametrize("words", ["附票通知", "規定により免除"])
def test_the_two_forbidden_words_have_no_way_onto_a_sheet(
    desk_clerk: Access, keeper: Access, resident: Resident, words: str
) -> None:
    with refused("この固定文言は登録できません"):
        keep(
            keeper,
            "paper_seals",
            "household",
            {"sealed": "sealed", "phrases": f"手数料は{words}"},
        )
    whole = compose(desk_clerk, wish([resident.record], official=True), specimen=False)
    shown = replace(whole.sheets[0].issue, official_use=True, reissue=True, tally=True)
    switches = {f.name for f in fields(IssueFacts) if isinstance(f.default, bool)}
    assert switches == {"official_use", "reissue", "specimen", "ground", "tally"}
    drawn = printer().draw(replace(whole.sheets[0], issue=shown))
    assert "公用" in drawn.text
    assert words not in drawn.text


def test_the_tally_runs_across_the_sheets_of_one_copy_alone(
    desk_clerk: Access, settings: Settings
) -> None:
    first = make_resident()
    more = [
        make_resident(
            name=f"見本　{n}郎",
            household_number=first.items.household_number,
            relationship_to_head="子",
            member_order=n,
        )
        for n in range(2, 7)
    ]
    request = wish([first.record, *(m.record for m in more)])
    before = printer().render(compose(desk_clerk, request, specimen=False).sheets[0])
    settings.CERTIFICATE_TALLY = True
    sheet = compose(desk_clerk, request, specimen=False).sheets[0]
    after = printer().render(replace(sheet, issue=replace(sheet.issue, number="")))
    assert (before.pages, after.pages) == (2, 2)
    drawn = printer().draw(sheet)
    assert drawn.data["tally"] in drawn.pictures
    (key,) = issue(desk_clerk, request=replace(request, key=uuid4()))
    settings.CERTIFICATE_TALLY = False
    number, _pdf = issued_sheet(desk_clerk, issue=key)
    assert number


def test_on_tamper_proof_paper_no_ground_is_printed_and_old_sheets_stay(
    desk_clerk: Access, resident: Resident, settings: Settings
) -> None:
    (key,) = issue(desk_clerk, request=wish([resident.record]))
    settings.CERTIFICATE_GROUND = False
    sheet = compose(desk_clerk, wish([resident.record]), specimen=False).sheets[0]
    assert printer().draw(sheet).data["ground"] is None
    assert issued_sheet(desk_clerk, issue=key)
