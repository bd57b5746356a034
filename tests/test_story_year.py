"""A year in a household (一年の物語): ten movements by three clerks, two corrected at depth, one taken back, one protected.

Everything goes through the screens: what one enters two others decide, the history tells it all, and whoever is
protected is hidden in every channel there is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors.verify_digests import verify_digests
from daicho.registers.residents.writes import holdings
from tests.test_story_counter import enter_family
from tests.town import Town, choose, chromium, fill, look_up, press, served, submit

pytestmark = [pytest.mark.browser, pytest.mark.long]
SON, FATHER, BABY = (f"葛\U000e0102城　{given}" for given in ("一郎", "太郎", "三太"))


def ago(days: int) -> str:
    return (business_today() - timedelta(days=days)).isoformat()


def decided(page: Page, case: str, button: str) -> None:
    page.goto(case)
    press(page, f"button:has-text('{button}')")


@dataclass(slots=True)
class Office:
    """Three clerks in turn, an examiner and an approver."""

    clerks: cycle[Page]
    examiner: Page
    approver: Page
    protector: Page

    def carry(self, kind: str, query: str, fields: dict[str, str], *, place: bool = False) -> str:
        """Begin a movement from a record, enter it, and have it decided; the address of its case."""
        clerk = next(self.clerks)
        clerk.goto(f"/movements/new/{kind}/?{query}")
        fill(clerk, fields)
        if place:
            choose(clerk, "town_code_text", "ゴロウ")
        case = submit(clerk)
        self.decide(case)
        return case

    def decide(self, case: str) -> None:
        decided(self.examiner, case, "審査を終える")
        decided(self.approver, case, "決裁して")
        assert "台帳に記録されています" in self.approver.inner_text("main")


def office_of(town: Town, browser: Browser) -> Office:
    clerks = [town.sign_in(browser, login) for login in ("窓口1", "窓口2", "窓口3")]
    others = [town.sign_in(browser, login) for login in ("審査1", "決裁1", "支援1")]
    return Office(cycle(clerks), *others)


def person_called(name: str) -> UUID:
    person: UUID = Version.objects.filter(name=name).values_list("person", flat=True)[0]
    return person


def items_of(person: UUID, day: date | None = None) -> Particulars:
    """What the register says of a present person on a day, today unless said otherwise."""
    held = holdings.on_day([person], day or business_today())
    return next(h.particulars for h in held if h.status is Status.PRESENT)


def at(person: UUID) -> str:
    return f"household={items_of(person).household_number}&person={person}"


def case_key(address: str) -> str:
    found = re.search(r"[0-9a-f-]{36}", address)
    assert found
    return found[0]


BY_SELF = {
    "channel": "counter",
    "notifier_relation": "self",
    "identity_document": "individual_number_card",
}


def live(office: Office) -> dict[str, str]:
    """Nine movements after the 転入; their cases by kind."""
    return grow(office) | are_called(office) | part(office)


def grow(office: Office) -> dict[str, str]:
    """A child is born, and all move."""
    father, mother, son = (person_called(n) for n in (FATHER, "", SON))
    number = items_of(son).household_number
    child = {
        "name": BABY,
        "name_kana": "カツラギ　サンタ",
        "birth_date": ago(100),
        "sex": "male",
        "relationship": "子",
        "domicile": "東京都架空区見本町1番地",
        "family_register_head": FATHER,
    }
    born = {"destination": "existing", "target_household": number, "noticed_on": ago(98)}
    born |= {f"persons.0.{name}": value for name, value in child.items()}
    cases = {"birth": office.carry("birth", f"household={number}", born)}
    everybody = {f"selected.{p}": "on" for p in (father, mother, son, person_called(BABY))}
    moved = {"destination": "new", "event_date": ago(80), "notified_on": ago(75), "banchi": "9-9"}
    cases["move_within"] = office.carry(
        "move_within", f"household={number}", {**everybody, **moved, **BY_SELF}, place=True
    )
    return cases


def are_called(office: Office) -> dict[str, str]:
    """The mother stays longer and takes a 通称; the son's reading is confirmed."""
    mother, son = person_called(""), person_called(SON)
    longer = {
        f"edit.{mother}.residence_period": "5年",
        f"edit.{mother}.residence_until": "2033-02-03",
    }
    alias = {f"edit.{mother}.alias": "見本　真理", f"edit.{mother}.alias_kana": "ミホン　マリ"}
    shown = {"cause": "renewal", "event_date": ago(60), "ground": "在留カードの提示"}
    asked = {"operation": "entry", "event_date": ago(50), "petitioned_on": ago(50)}
    confirmed = {"cause": "confirmed", "event_date": ago(45), "ground": "戸籍の通知"}
    read = {f"edit.{son}.name_kana_confirmed": "on"}
    return {
        "residence": office.carry("residence", at(mother), {**shown, **longer}),
        "alias": office.carry(
            "alias", at(mother), {**asked, "ground": "勤め先の証明書", **alias, **BY_SELF}
        ),
        "name_kana": office.carry("name_kana", at(son), {**confirmed, **read}),
    }


def part(office: Office) -> dict[str, str]:
    """The mother becomes head, the father keeps a household of his own, leaves, and has arrived elsewhere."""
    father, mother, son = (person_called(n) for n in (FATHER, "", SON))
    related = {father: "夫", son: "子", person_called(BABY): "子"}
    head = {"new_head": str(mother), "event_date": ago(40), "notified_on": ago(38)}
    head |= {f"relationship.{person}": word for person, word in related.items()}
    alone = {f"relationship.{father}": "世帯主", "event_date": ago(30), "notified_on": ago(28)}
    household = f"household={items_of(son).household_number}"
    cases = {
        "household_head_change": office.carry(
            "household_head_change", household, {**head, **BY_SELF}
        ),
        "household_split": office.carry("household_split", at(father), {**alone, **BY_SELF}),
    }
    left = at(father)
    gone = {"abroad": "domestic", "event_date": ago(10), "notified_on": ago(10)}
    gone |= {"destination_address": "東京都架空区見本町9番地"}
    arrived = {"event_date": ago(10), "noticed_on": ago(5)}
    arrived |= {"confirmed_address": "東京都架空区見本町8番地"}
    cases["move_out"] = office.carry("move_out", left, {**gone, **BY_SELF})
    cases["arrival_notice"] = office.carry("arrival_notice", left, arrived)
    return cases


def put_right(office: Office, cases: dict[str, str]) -> None:
    """Two corrections of the earliest cases, and a cancellation between later ones."""
    son, baby = person_called(SON), person_called(BABY)
    why = {"ground": "届出書の再確認", "event_date": ago(0)}
    office.carry(
        "error_amend",
        f"case={case_key(cases['move_in'])}",
        {f"edit.{son}.name": "葛\U000e0102城　一朗", **why},
    )
    office.carry(
        "error_amend",
        f"case={case_key(cases['birth'])}",
        {f"edit.{baby}.name_kana": "カツラギ　ミツタ", **why},
    )
    office.carry("reversal", f"case={case_key(cases['alias'])}", why)


def told_by_history(page: Page, record: UUID) -> list[str]:
    page.goto(f"/residents/{record}/history/")
    return [
        page.locator(".history h3").nth(n).inner_text()
        for n in range(page.locator(".history h3").count())
    ]


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.proves("REG-076", "STD-2.2.1/m2")
def test_a_year_is_entered_corrected_and_read_as_the_law_would_tell_it() -> None:
    with served() as town, chromium() as browser:
        office = office_of(town, browser)
        clerk = next(office.clerks)
        enter_family(clerk)
        came = submit(clerk)
        office.decide(came)
        cases = {"move_in": came, **live(office)}
        son, mother = person_called(SON), items_of(person_called(""))
        put_right(office, cases)
        assert {items_of(son, date(2026, 4, 1)).name, items_of(son).name} == {
            "葛\U000e0102城　一朗"
        }
        now = items_of(person_called(""))
        assert (now.alias, now.residence_period) == ("", "5年")
        assert mother.alias == "見本　真理"
        newest = holdings.on_day([son], business_today())[0]
        told = told_by_history(clerk, newest.record)
        assert told.count("誤記修正") >= 1
        assert {"国内転入", "転居", "世帯主変更"} <= set(told)
        hidden_everywhere(office, clerk, newest.person, newest.record)
    assert verify_digests().intact


def hidden_everywhere(office: Office, clerk: Page, person: UUID, record: UUID) -> None:
    """The son is protected: paper and movements are stopped, and after a 抑止 of look-ups he is not shown at all."""
    protector = office.protector
    protector.goto(f"/protection/apply/{person}/")
    protector.check('[name="cause.spouse"]')
    fill(protector, {"perpetrators.0.note": "氏名は分からない"})
    for wanted in protector.locator('[name^="want."][name$=".address"]').all():
        wanted.check()
    press(protector, "[data-main] button.primary")
    assert "申出を受け付けました" in protector.inner_text("body"), protector.inner_text("main")[
        :900
    ]
    clerk.goto(f"/residents/{record}/")
    assert "支援措置" in clerk.inner_text("main")
    press(clerk, "a:has-text('証明書を交付する')")
    fill(clerk, {"requester_name": "見本　次郎"})
    clerk.check("[name=documents][value=individual_number_card]")
    press(clerk, "[data-main] button.primary")
    press(clerk, "[data-main] button.primary")
    press(clerk, "a:has-text('審査・決定へ')")
    assert "証明書の交付はできません" in clerk.inner_text("main")
    protector.goto(f"/protection/suppressions/set/?person={person}")
    for level in protector.locator('input[type=radio][value="error"]').all():
        level.check()
    fill(protector, {"starts_on": ago(1), "reason": "審査の結果"})
    press(protector, "[data-main] button.primary")
    for address in ("", "household/", "history/", "characters/", "memos/"):
        clerk.goto(f"/residents/{record}/{address}")
        assert "一朗" not in clerk.inner_text("main"), address
    clerk.goto(f"/movements/new/move_within/?{at(person)}")
    assert "一朗" not in clerk.inner_text("main")
    clerk.goto("/residents/")
    look_up(clerk, "かつらぎ")
    (line,) = [row for row in clerk.locator("tbody tr").all_inner_texts() if "一朗" in row]
    assert "照会が抑止されています" in line
    assert "五老内町" not in line
