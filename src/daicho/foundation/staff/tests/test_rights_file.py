"""Batch upkeep of rights: the state as a file, edited and handed in again; every reject by its line; all or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from daicho.foundation.staff.commands.file_rights import file_rights
from daicho.foundation.staff.domain.aspects import SEPARATOR, TABLE, Aspect, words_of
from daicho.foundation.staff.domain.rights_file import (
    HEADINGS,
    KIND,
    SUBJECT,
    Reject,
    lines_of,
    read_file,
)
from daicho.foundation.staff.models import RightsLine, RightsRequest, Staff
from daicho.foundation.staff.operations import OPERATIONS
from daicho.foundation.staff.selectors.rights import rights_on
from daicho.foundation.staff.selectors.rights_state import state_on
from daicho.foundation.staff.tests.conftest import Person, kinds
from daicho.kernel.access import Duty
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.urls("daicho.foundation.staff.web.urls")]

Register = Callable[..., Person]
SignIn = Callable[..., Client]
DAY = timedelta(days=1)
BOTH = (Duty.ADMINISTER, Duty.RESTRICT)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def text_of(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def present(browser: Client) -> str:
    out = browser.get("/staff/requests/file/present/")
    return b"".join(out.streaming_content).decode()  # type: ignore[attr-defined]  # streamed


def hand_in(browser: Client, content: str, **more: str) -> Any:  # Any: a response
    given = {
        "step": "check",
        "file": SimpleUploadedFile("kengen.csv", content.encode(), content_type="text/csv"),
        "effective_on": business_today().isoformat(),
        "reason": "人事異動",
        **more,
    }
    return browser.post("/staff/requests/file/", given)


def test_no_word_of_the_file_holds_its_separator() -> None:
    for aspect in TABLE:
        labels = list(words_of(aspect).values())
        assert not any(SEPARATOR in label for label in labels)
        assert len(set(labels)) == len(labels), aspect
    assert len({rule.label for rule in TABLE.values()}) == len(TABLE)
    assert words_of(Aspect.WITHHELD).keys() < OPERATIONS.keys()


@pytest.mark.proves("STD-10.3/m11")
def test_many_are_changed_by_a_file_that_another_approves(
    register: Register, signed_in: SignIn
) -> None:
    first, second = signed_in(register("管理1", *BOTH)), signed_in(register("管理2", *BOTH))
    for number in range(1, 4):
        register(f"窓口{number}", Duty.COUNTER)
    rows = rows_of(present(first))
    assert tuple(rows[0]) == HEADINGS
    for row in rows:
        if row[KIND] == "職員" and row[SUBJECT].startswith("窓口"):
            row["職務"], row["所属"] = "審査／バッチ", "支所"
    rows.append(dict.fromkeys(HEADINGS, "") | {KIND: "権限レベル", SUBJECT: "応援", "職務": "窓口"})
    new = {"氏名": "新人　一", "所属": "支所", "利用": "利用", "権限レベル": "応援"}
    rows.append(dict.fromkeys(HEADINGS, "") | {KIND: "職員", SUBJECT: "新人1"} | new)

    shown = hand_in(first, text_of(rows))
    page = shown.content.decode()
    assert shown.status_code == 200
    assert "窓口" in page
    assert "審査／バッチ" in page
    assert not RightsRequest.objects.exists()
    again = {"key": str(shown.context["key"]), "text": shown.context["text"]}
    assert hand_in(first, "", step="ask", **again).status_code == 302
    key = RightsRequest.objects.get().key
    assert RightsLine.objects.count() == 3 * 2 + 1 + 4
    assert not Staff.objects.filter(login="新人1").exists()
    place = f"/staff/requests/{key}/"
    assert first.post(f"{place}approve/").status_code == 403
    assert "審査／バッチ" in second.get(place).content.decode()
    assert second.post(f"{place}approve/").status_code == 302

    found = rights_on(Staff.objects.get(login="窓口2"), day=business_today())
    assert (found.office, found.duties) == ("支所", frozenset({Duty.EXAMINE, Duty.BATCH}))
    begun = rights_on(Staff.objects.get(login="新人1"), day=business_today())
    assert (begun.name, begun.duties) == ("新人　一", frozenset({Duty.COUNTER}))
    assert {"rights.filed", "rights.asked", "rights.approved"} <= {
        k for k, o in kinds() if o == "done"
    }


@pytest.mark.proves("STD-10.3/m11")
def test_every_line_that_cannot_be_taken_is_named_and_none_is_asked_for(
    register: Register, signed_in: SignIn
) -> None:
    browser = signed_in(register("管理1", *BOTH))
    register("窓口1", Duty.COUNTER)
    text = (
        "対象の種類,対象,職務,権限レベル,所属\r\n"
        "職員,窓口1,審査,,支所\r\n"
        "職員,窓口9,審査,,支所\r\n"
        "職員,窓口1,市長,,支所\r\n"
        "係,窓口,審査,,\r\n"
        "所属,架空課,窓口,,\r\n"
        "職員,管理1,窓口,,架空課\r\n"
    )
    page = hand_in(browser, text).content.decode()
    for line, item in (("5", "対象の種類"), ("6", "職務")):
        assert f'<td class="number">{line}</td><td>{item}</td>' in page
    without = "\r\n".join(line for line in text.split("\r\n") if line[:2] not in ("係,", "所属"))
    again = hand_in(browser, without)
    assert again.status_code == 422
    page = again.content.decode()
    for words in (
        "この利用者名の職員はいません",
        "「市長」は使えません",
        "二度書かれています",
        "自分の権限は",
    ):
        assert words in page, words
    assert not RightsRequest.objects.exists()


def test_a_file_handed_in_as_it_came_changes_nothing(register: Register, signed_in: SignIn) -> None:
    browser = signed_in(register("管理1", *BOTH))
    register("窓口1", Duty.COUNTER)
    page = hand_in(browser, present(browser))
    assert page.status_code == 422
    assert "変わるところがありません" in page.content.decode()


def test_the_file_is_read_back_as_it_was_written(register: Register, access_of: Any) -> None:
    keeper = access_of(register("管理1", *BOTH), *BOTH)
    register("窓口1", Duty.COUNTER)
    Staff.objects.filter(login="窓口1").update(name="=HYPERLINK(1)", office='別の"課",2')
    state = state_on(keeper, day=business_today())
    read = read_file("".join(lines_of(state)).encode())
    assert read.rejects == ()
    assert {(w.name, w.aspect): set(w.values) for w in read.wishes} == {
        (name, aspect): set(values)
        for name, kept in state.items()
        for aspect, values in kept.items()
    }


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x83\x65",
        "対象,職務\r\n窓口1,審査\r\n".encode(),
        "対象の種類,対象,職位\r\n職員,窓口1,課長\r\n".encode(),
        "対象の種類,対象,職務,職務\r\n職員,窓口1,審査,審査\r\n".encode(),
        "対象の種類,対象,職務\r\n".encode(),
        '対象の種類,対象,職務\r\n職員,"窓口1,審査\r\n'.encode(),
        "対象の種類,対象\r\n".encode() + "職員,x\r\n".encode() * 5_001,
    ],
)
def test_what_is_no_such_file_is_said(content: bytes) -> None:
    with pytest.raises(Invalid) as invalid:
        read_file(content)
    assert invalid.value.problems[0].code == "rights.file"


def test_a_line_of_another_length_is_a_reject() -> None:
    read = read_file("対象の種類,対象,職務\r\n職員,窓口1\r\n職員,窓口2,審査\r\n".encode())
    assert read.rejects == (Reject(2, "行", "列の数が見出しと違います。"),)
    assert len(read.wishes) == 1


@pytest.mark.proves("STD-10.3/m11")
def test_a_town_that_lets_no_file_leave_gives_none(
    register: Register, access_of: Any, signed_in: SignIn, settings: Any
) -> None:
    settings.LISTS_AS_FILES = False
    person = register("管理1", *BOTH)
    with pytest.raises(Refused):
        file_rights(access_of(person, *BOTH), day=business_today())
    assert signed_in(person).get("/staff/requests/file/present/").status_code == 403
    assert ("rights.filed", "refused") in kinds()


def test_only_administration_keeps_rights_by_file(register: Register, signed_in: SignIn) -> None:
    browser = signed_in(register("権限1", Duty.RESTRICT))
    assert browser.get("/staff/requests/file/").status_code == 403
    assert browser.get("/staff/requests/").status_code == 200


def test_who_sets_items_alone_cannot_set_duties(register: Register, signed_in: SignIn) -> None:
    browser = signed_in(register("権限1", Duty.RESTRICT))
    register("窓口1", Duty.COUNTER)
    page = browser.get("/staff/requests/new/staff/?subject=窓口1").content.decode()
    assert 'name="hidden"' in page
    assert 'name="duties"' not in page
    form = {
        "key": "7d1f0f57-2f0e-4a1e-9a9b-0f5f4f1d2a11",
        "subject": "窓口1",
        "effective_on": business_today().isoformat(),
        "reason": "事務分掌",
        "duties": ["decide"],
        "hidden": ["my_number"],
    }
    assert browser.post("/staff/requests/new/staff/", form).status_code == 302
    assert list(RightsLine.objects.values_list("aspect", flat=True)) == ["hidden"]


def test_the_screens_of_levels_allotments_and_requests(
    register: Register, signed_in: SignIn
) -> None:
    first, second = signed_in(register("管理1", *BOTH)), signed_in(register("管理2", *BOTH))
    register("窓口1", Duty.COUNTER)
    later = (business_today() + 30 * DAY).isoformat()
    asked = first.post(
        "/staff/requests/new/level/",
        {
            "key": "7d1f0f57-2f0e-4a1e-9a9b-0f5f4f1d2a12",
            "subject": "窓口受付",
            "effective_on": later,
            "reason": "新設",
            "duties": ["counter", "batch"],
        },
    )
    assert asked.status_code == 302
    place = asked["Location"]
    wrong = first.post("/staff/requests/new/level/", {"key": "x"})
    assert wrong.status_code == 404
    empty = first.post(
        "/staff/requests/new/level/",
        {"key": "7d1f0f57-2f0e-4a1e-9a9b-0f5f4f1d2a13", "subject": "", "reason": ""},
    )
    assert empty.status_code == 422
    assert "窓口受付" in second.get(place).content.decode()
    assert second.post(f"{place}return/", {"reason": ""}).status_code == 422
    assert second.post(f"{place}approve/").status_code == 302
    assert "新設" in first.get("/staff/requests/?list=coming").content.decode()
    assert "窓口受付" not in first.get("/staff/levels/").content.decode()
    assert "窓口受付" in first.get(f"/staff/levels/?day={later}").content.decode()
    assert first.post(f"{place}withdraw/", {"reason": "見直し"}).status_code == 302
    assert "見直し" in first.get(place).content.decode()
    assert "新設" in first.get("/staff/requests/?list=closed").content.decode()
    page = first.get("/staff/allotments/").content.decode()
    for words in ("架空課", "窓口", "続柄は隠せません"):
        assert words in page
    assert first.get("/staff/requests/new/duty/?subject=counter").status_code == 200
    assert first.get("/staff/requests/new/duty/?subject=mayor").status_code == 404
    assert first.get("/staff/requests/new/rank/").status_code == 404
