"""Acts (届出): what the staff of a town do at their counters, by the commands that the screens use.

Run in the host of a register (host.py). Every act may be asked for again when nobody knows whether it was done: its case
is what the caller named, and goes on from where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.return_case import return_case
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.editing import SHOWN, edit_path, fields_for, text_of
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.models import Case
from daicho.business.movements.tests.paper import NOTIFIED, alerts_of, codes
from daicho.foundation.vault.public import fill_pool
from daicho.gateways.cards.commands.check_card import check_card
from daicho.gateways.cards.domain.check import Result
from daicho.gateways.jukinet.commands.quote_certificate import quote_certificate
from daicho.gateways.jukinet.domain.certificates import Standing
from daicho.gateways.jukinet.selectors.certificates import list_certificates
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict
from daicho.registers.code_tables.public import towns_in
from daicho.registers.residents.domain.particulars import Particulars
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.writes import holdings

DUTIES: Final = {"窓口1": Duty.COUNTER, "審査1": Duty.EXAMINE, "決裁1": Duty.DECIDE}
GIVEN: Final = ("太郎", "花子", "一郎", "二葉", "三太")
KANA: Final = ("タロウ", "ハナコ", "イチロウ", "フタバ", "サンタ")
BORN: Final = ("S60.4.1", "S62.5.2", "H27.6.3", "H30.7.4", "R2.8.5")
RELATED: Final = ("世帯主", "妻", "子", "子", "子")
DOMICILE: Final = "福島県福島市五老内町3番"
AMEND: Final = "family_register_amend"
OVERTAKEN: Final = "case.overtaken"
CARD: Final = "A1B2C3D4E5"


def fill(start: int, count: int) -> int:
    """住民票コード for new residents."""
    return fill_pool(codes(start, count))


def settle(
    case: str, *, surname: str, kana: str, size: int, banchi: str, domicile: str = DOMICILE
) -> list[str]:
    """A family comes from abroad and is entered; who they are."""
    paper = {"origin": "overseas", "previous_address": "架空国", "event_date": day(20)}
    paper |= _notified() | _place(banchi)
    for at in range(size):
        paper |= _person(at, surname, kana, at=at, domicile=domicile)
    return _carried(case, "move_in", paper)


def bear(case: str, *, parent: str, surname: str, kana: str, domicile: str = DOMICILE) -> list[str]:
    """A child is born into the household of its parent."""
    child = _person(0, surname, kana, at=4, domicile=domicile) | {"persons.0.birth_date": day(0)}
    paper = {"destination": "existing", "target_household": _items(parent).household_number}
    paper |= {"noticed_on": day(0), "persons.0.relationship": "子"}
    return _carried(case, "birth", child | paper)


def move(case: str, *, people: Sequence[str], banchi: str) -> list[str]:
    """They move within the town (転居)."""
    paper = {f"selected.{person}": "on" for person in people}
    return _carried(case, "move_within", paper | _today() | _place(banchi))


def enter_move(case: str, *, people: Sequence[str], banchi: str) -> None:
    """Their 転居 is entered (仮登録) and waits for the examiner."""
    paper = {f"selected.{person}": "on" for person in people} | _today() | _place(banchi)
    alerts = alerts_of("move_within", paper)
    submit(
        _staff("窓口1"),
        case=UUID(case),
        kind="move_within",
        payload=paper,
        edition=0,
        confirmed=alerts,
    )


def decide(case: str) -> list[str]:
    """What was entered is examined and decided."""
    row = Case.objects.get(key=UUID(case))
    return _carried(case, row.kind, row.payload)


def rename(case: str, *, person: str, surname: str, kana: str) -> list[str]:
    """Somebody's surname changes (氏の変更)."""
    items, key = _items(person), UUID(person)
    values = {
        spec.name: text_of(items, spec)
        for spec in fields_for(KINDS[AMEND].sheet.edits, items.kind)
        if spec.name in Particulars.__slots__
    }
    values["name"] = f"{surname}　{items.name.split('　')[1]}"
    values["name_kana"] = f"{kana}　{items.name_kana.split('　')[1]}"
    paper = {edit_path(key, name): value for name, value in values.items() if value}
    paper |= {f"selected.{person}": "on", edit_path(key, SHOWN): "on"}
    paper |= {"cause": "marriage", "event_date": day(0), "noticed_on": day(0)}
    paper |= {"ground": "戸籍の届出の通知"}
    return _carried(case, AMEND, paper)


def die(case: str, *, person: str) -> list[str]:
    """Somebody dies."""
    paper = {f"selected.{person}": "on", "event_date": day(0), "noticed_on": day(0)}
    return _carried(case, "death", paper)


def leave(case: str, *, people: Sequence[str], to: str, to_words: str, address: str) -> list[str]:
    """They leave for another municipality with the card (特例転出)."""
    paper = {f"selected.{person}": "on" for person in people}
    paper |= {
        "destination_municipality": to,
        "destination_municipality_text": to_words,
        "destination_address": address,
    }
    return _carried(case, "special_move_out", paper | _today())


def certificates() -> list[dict[str, Any]]:
    """転出証明書情報 that wait for somebody to come."""
    lines = list_certificates(_staff("窓口1"), state=Standing.WAITING.value, page=1).lines
    return [{"key": str(line.key), "names": line.names, "people": line.people} for line in lines]


def arrive(certificate: str, *, banchi: str) -> dict[str, Any]:
    """Whoever is named in a certificate arrives (特例転入): quoted, the card checked, nothing typed but the new address."""
    case = quote_certificate(_staff("窓口1"), certificate=UUID(certificate))
    check_card(_staff("窓口1"), case=case, card_number=CARD, code="", result=Result.VERIFIED)
    typed = _today() | _place(banchi) | {"card_shown": "on", "basis": "届出"}
    row = Case.objects.get(key=case)
    quoted = dict(row.payload) if row.state == "draft" else {}
    people = _carried(str(case), "special_move_in", quoted | typed)
    return {"case": str(case), "people": people, "quoted": quoted, "typed": sorted(typed)}


def standing(people: Sequence[str]) -> list[dict[str, str]]:
    """What the register says of people today; a removed one with 転出先."""
    return [_stands(_now(person)) for person in people]


def day(ago: int) -> str:
    """So many days ago."""
    return (business_today() - timedelta(days=ago)).isoformat()


def _stands(held: Holding) -> dict[str, str]:
    items = held.particulars
    return {
        "name": items.name,
        "status": held.status.value,
        "address": items.full_address,
        "planned": items.destination_planned,
        "confirmed": items.destination_confirmed,
        "number": "given" if items.individual_number_ref else "",
    }


def _carried(case: str, kind: str, paper: Mapping[str, str]) -> list[str]:
    """Enter, examine and decide, from where the case stands; who it is about."""
    key = UUID(case)
    while not _decided(key, kind, paper):
        pass
    return [str(person) for person in Case.objects.get(key=key).persons]


def _decided(case: UUID, kind: str, paper: Mapping[str, str]) -> bool:
    """One way to the approver; False when another movement of these people (a designated number, say) was quicker."""
    clerk, examiner, approver = (_staff(login) for login in DUTIES)
    row = Case.objects.filter(key=case).first()
    if row is None or row.state in ("draft", "returned"):
        full = dict(row.payload if row else {}) | dict(paper)
        edition = row.edition if row else 0
        submit(
            clerk,
            case=case,
            kind=kind,
            payload=full,
            edition=edition,
            confirmed=alerts_of(kind, full),
        )
        row = Case.objects.get(key=case)
    if row.state == "submitted":
        examine(examiner, case=case, edition=row.edition)
        row.refresh_from_db()
    if row.state == "approved":
        return True
    try:
        approve(approver, case=case, edition=row.edition)
    except Conflict as error:
        if error.reason_code != OVERTAKEN:
            raise
        return_case(examiner, case=case, edition=row.edition, remark="入力し直してください。")
        return False
    return True


def _staff(login: str) -> Access:
    return Access(
        staff_key=uuid5(NAMESPACE_URL, login),
        login=login,
        name=f"試験 {login}",
        duties=frozenset({DUTIES[login]}),
        purpose=Purpose.MOVEMENT,
        terminal="本庁1",
        office="市民課",
    )


def _now(person: str) -> Holding:
    found = holdings.on_day([UUID(person)], business_today())
    return max(found, key=lambda held: held.history_number)


def _items(person: str) -> Particulars:
    return _now(person).particulars


def _today() -> dict[str, str]:
    """Notified on the day; a number was designated as of today, and nothing may be entered before it."""
    return {"event_date": day(0)} | _notified()


def _notified() -> dict[str, str]:
    return {"notified_on": day(0)} | NOTIFIED


def _place(banchi: str) -> dict[str, str]:
    """A new household in the first 町字 of the town."""
    towns = towns_in(settings.TOWN["code"], business_today())
    town = next(t for t in towns if not t.has_chome and not t.note)
    return {
        "destination": "new",
        "town_code": town.code,
        "town_code_text": town.name,
        "banchi": banchi,
    }


def _person(index: int, surname: str, kana: str, *, at: int, domicile: str) -> dict[str, str]:
    told = {
        "kind": "japanese",
        "name": f"{surname}　{GIVEN[at]}",
        "name_kana": f"{kana}　{KANA[at]}",
        "birth_date": BORN[at],
        "sex": "female" if at in (1, 3) else "male",
        "relationship": RELATED[at],
        "domicile": domicile,
        "family_register_head": f"{surname}　{GIVEN[0]}",
    }
    return {f"persons.{index}.{name}": text for name, text in told.items()}
