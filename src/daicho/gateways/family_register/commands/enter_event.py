"""Enter an event (戸籍の届出の入力, FAM-006, 008): a draft for our residents, 住民票記載事項通知 for those who live elsewhere.

Our own 附票 follows: somebody who dies or loses the nationality elsewhere leaves it, a child born elsewhere enters it, and
a 戸籍 that goes to another municipality is told there with its 附票 (本籍転属通知).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import has_lines
from daicho.foundation.staff.public import check_may, system_access
from daicho.gateways.family_register.audit_types import EVENT_ENTERED
from daicho.gateways.family_register.commands.annex_acts import (
    Cause,
    annex_of,
    end_line,
    enter,
    items_in,
    last_entry,
    line_in,
)
from daicho.gateways.family_register.commands.finding import line_of
from daicho.gateways.family_register.commands.judge import NO_RESIDENT, register_notice
from daicho.gateways.family_register.commands.keeping import code_of, next_number, own_code
from daicho.gateways.family_register.commands.send import send
from daicho.gateways.family_register.commands.take_notice import Coming, Outcome, take_notice
from daicho.gateways.family_register.domain import drafts
from daicho.gateways.family_register.domain.annex import Basis, Items, State
from daicho.gateways.family_register.domain.domicile import municipality_in, notified_to
from daicho.gateways.family_register.domain.event_paper import Paper, read_paper
from daicho.gateways.family_register.domain.events import EVENTS
from daicho.gateways.family_register.domain.notices import (
    DESK_EVENT,
    DOMICILE_MOVED,
    REGISTER_NOTICE,
    Register,
    Standing,
    person_body,
)
from daicho.gateways.family_register.models import AnnexLine, Notice
from daicho.kernel.access import Access, Purpose
from daicho.kernel.addresses import fold_place
from daicho.kernel.characters import search_fold_name
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict


def enter_event(access: Access, *, cells: Mapping[str, str]) -> Standing:
    """Take one 届出 as it was typed. `Invalid` beside its cells; `Conflict` for a number that was entered before."""
    check_may(access, "family.events")
    paper = read_paper(cells, today=business_today())
    with transaction.atomic():
        with recorded(access, EVENT_ENTERED) as note:
            number = str(paper.body["notice_number"])
            note.say(kind=DESK_EVENT, notice=number, sender=own_code(), event=paper.body["event"])
            if Notice.objects.filter(key=key_of(number)).exists():
                raise _twice()
        return take_paper(access, paper)


def take_paper(access: Access, paper: Paper) -> Standing:
    """Take one 届出 that was read, within the caller's transaction; one taken before is left as it is."""
    system = system_access(Purpose.MOVEMENT, job="family_register")
    body = _completed(paper)
    coming = Coming(
        kind=DESK_EVENT,
        body=body,
        at=0,
        sender=own_code(),
        key=key_of(str(body["notice_number"])),
    )
    return take_notice(system, coming, lambda row: _judge(coming, paper, row, access.name))


def key_of(number: str) -> UUID:
    """The key of the 届出 of a number."""
    return uuid5(NAMESPACE_URL, f"family_register.event:{number}")


def _completed(paper: Paper) -> dict[str, Any]:
    """The body with what our own 附票 knows of the person: the 住民票コード, and where they live."""
    body = dict(paper.body)
    found = municipality_in(body["family_register"]["domicile"])
    municipality = notified_to(found) if found else own_code()
    body["family_register"] = body["family_register"] | {"municipality": municipality}
    lives_in = {"municipality": paper.municipality} if paper.municipality else {}
    body["person"] = lives_in | body["person"]
    birth = body["event"] == "birth"
    line = _parents_line(body) if birth else line_of(body["person"], body["family_register"])
    entry = last_entry(line) if line is not None else None
    if entry is not None:
        known = {
            "code": "" if birth else code_of(entry),
            "address": entry.address,
            "municipality": entry.municipality,
        }
        body["person"] = {n: text for n, text in known.items() if text} | body["person"]
    return body


def _parents_line(body: Mapping[str, Any]) -> AnnexLine | None:
    """The line of a parent in the 戸籍 that a child enters: the child lives with them as a rule."""
    place = body["family_register"]
    named = [search_fold_name(parent["name"]) for parent in drafts.parents_of(body)]
    return AnnexLine.objects.filter(
        annex__domicile_key=fold_place(place["domicile"]),
        annex__head_key=search_fold_name(place["head"]),
        ended_on=None,
        name_key__in=named,
    ).first()


def _judge(coming: Coming, paper: Paper, row: Notice, by: str) -> Outcome:
    body = coming.body
    found = register_notice(coming)
    if found.held != NO_RESIDENT and (found.person or found.draft):
        _move_register(paper, body, row, by)
        return found
    _keep_annex(body, row, by)
    _move_register(paper, body, row, by)
    municipality = str(body["person"].get("municipality", ""))
    if municipality in ("", own_code()) or not has_lines():
        return found
    told = {name: part for name, part in body.items() if name != "notice_number"}
    told["notice_number"] = next_number(REGISTER_NOTICE)
    send(REGISTER_NOTICE, told, municipality=municipality, answers=row.key)
    return Outcome(Standing.PASSED_ON)


def _cause(body: Mapping[str, Any], row: Notice, by: str, reason: str) -> Cause:
    return Cause(
        reason=reason,
        event_on=body["event_on"],
        basis=Basis.DESK,
        by=by,
        source=body["notice_number"],
        notice=row.key,
    )


def _keep_annex(body: Mapping[str, Any], row: Notice, by: str) -> None:
    """What the event does to our own 附票 of somebody who lives elsewhere."""
    place, person = body["family_register"], body["person"]
    if place["municipality"] != own_code():
        return
    if body["event"] == "birth":
        cause = _cause(body, row, by, "出生")
        register = Register(own_code(), place["domicile"], place["head"])
        child = Items(
            name=person["name"],
            birth_on=person["birth_on"],
            name_kana=person.get("name_kana", ""),
            sex=person.get("sex", ""),
        )
        if not _has_child(register, child):
            line = line_in(annex_of(register, on=cause.today), child, person=None, on=cause.today)
            enter(line, child, "", cause)
    elif EVENTS[body["event"]].ends:
        gone = line_of(person, place)
        if gone is not None:
            label = EVENTS[body["event"]].label
            reason = "死亡" if body["event"] == "death" else "職権消除"
            end_line(gone, _cause(body, row, by, reason), words=label)


def _has_child(register: Register, child: Items) -> bool:
    annex = annex_of(register, on=business_today())
    return AnnexLine.objects.filter(annex=annex, birth_on=child.birth_on, ended_on=None).exists()


def _move_register(paper: Paper, body: Mapping[str, Any], row: Notice, by: str) -> None:
    """転籍 to another municipality: it is told with our 附票 of everybody in the 戸籍, which ends for those who live elsewhere."""
    place, changes = body["family_register"], body.get("changes", {})
    leaves = body["event"] == "domicile_changed" and paper.moved_to not in ("", own_code())
    if not leaves or place["municipality"] != own_code():
        return
    line = line_of(body["person"], place)
    if line is None or line.annex.state != State.CURRENT.value:
        return
    lines = list(AnnexLine.objects.select_related("annex").filter(annex=line.annex, ended_on=None))
    if has_lines():
        send(
            DOMICILE_MOVED,
            {
                "notice_number": next_number(DOMICILE_MOVED),
                "former": dict(place),
                "new": {
                    "municipality": paper.moved_to,
                    "domicile": changes["domicile"],
                    "head": changes.get("head", place["head"]),
                },
                "moved_on": body["accepted_on"],
                "people": [told for one in lines if (told := _moving(one)) is not None],
            },
            municipality=paper.moved_to,
            answers=row.key,
        )
    for one in lines:
        # A resident's line ends with the 戸籍修正 that the draft becomes.
        if one.person is None:
            end_line(one, _cause(body, row, by, "職権修正"), words="転籍")


def _moving(line: AnnexLine) -> dict[str, Any] | None:
    entry = last_entry(line)
    if entry is None or not entry.address:
        return None
    address = {
        "municipality": entry.municipality or own_code(),
        "address": entry.address,
        "since": entry.address_since or "0" * 8,
    }
    return person_body(items_in(entry), code_of(entry), business_today()) | {"address": address}


def _twice() -> Conflict:
    return Conflict(
        "この届出番号の届出は、既に入力されています。",
        why="同じ届出が二度送られたか、番号が違います。二重には処理していません。",
        remedy="一覧でその届出を確かめてください。",
        code="event.sent_twice",
    )
