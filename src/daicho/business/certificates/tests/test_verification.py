"""Verification (証明書の照合): the list says nothing without a sheet, and enough with one."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from daicho.business.certificates.commands.export_verification import export_verification
from daicho.business.certificates.commands.issue import issue, preview_request
from daicho.business.certificates.commands.keep import sheet_of
from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.commands.spoil import spoil
from daicho.business.certificates.domain import verification as rules
from daicho.business.certificates.domain.composition import Form
from daicho.business.certificates.marking import new_mark, picture
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.desk import issued_sheet
from daicho.business.certificates.tests.asking import wish
from daicho.business.certificates.tests.test_issue import family
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.public import system_access
from daicho.kernel import clock
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Refused, Unavailable
from daicho.operations.cli.verify_export import command

letters = st.text(alphabet=rules.LETTERS, min_size=19, max_size=19)
ADDRESS = "https://verify.example/verify.html"


def code_of(body: str) -> str:
    return body + rules.check_letter(body)


@given(letters, st.integers(0, 19), st.sampled_from(rules.LETTERS))
def test_one_wrong_letter_is_noticed(body: str, at: int, other: str) -> None:
    code = code_of(body)
    wrong = code[:at] + other + code[at + 1 :]
    assert (rules.read_code(wrong) is not None) == (wrong == code)


@given(letters, st.integers(0, 19), st.integers(0, 19))
def test_two_swapped_letters_are_noticed(body: str, one: int, two: int) -> None:
    code = list(code_of(body))
    right = "".join(code)
    code[one], code[two] = code[two], code[one]
    assert (rules.read_code("".join(code)) is not None) == ("".join(code) == right)


def test_a_code_is_read_however_it_is_typed() -> None:
    code = rules.new_code()
    plain = code.replace("-", "")
    wide = "".join(chr(ord(one) + 0xFEE0) for one in plain)
    for typed in (code, plain, code.lower(), code.replace("-", " "), wide, f" {code}　"):
        assert rules.read_code(typed) == plain
    assert rules.read_code("") is None
    assert rules.read_code(plain[:-1]) is None
    assert len({rules.new_code() for _ in range(1000)}) == 1000


def test_a_printed_field_is_compared_without_its_form() -> None:
    assert rules.folded("葛\U000e0102城　太郎") == rules.folded("葛城太郎")
    assert rules.folded("Ｓａｍｐｌｅ Maria") == "SAMPLEMARIA"
    assert rules.folded("見本　太郎") != rules.folded("見本　次郎")


def test_the_picture_is_square_with_a_quiet_zone() -> None:
    rows = picture(f"{ADDRESS}#{rules.new_code()}")
    assert {len(row) for row in rows} == {len(rows)}
    assert all("1" not in row for row in (*rows[:4], *rows[-4:]))
    assert all(row[:4] == row[-4:] == "0000" for row in rows)


pytestmark = [pytest.mark.usefixtures("today")]
in_database = pytest.mark.django_db


@pytest.fixture
def on(settings: Any) -> None:  # Any: pytest-django's settings
    settings.CERTIFICATE_VERIFICATION = True
    settings.CERTIFICATE_VERIFICATION_URL = ADDRESS


@pytest.fixture
def desk_clerk(clerk: Access) -> Access:
    return clerk.serving(Purpose.CERTIFICATE)


@pytest.fixture
def household(clerk: Access, examiner: Access, approver: Access) -> list[UUID]:
    from_day = date(2020, 4, 1)
    set_certifier(administrator(), valid_from=from_day, title="見本市長", name="台帳　守")
    return family(clerk, examiner, approver)


def administrator() -> Access:
    return system_access(Purpose.ADMINISTRATION, job="test")


def code_on(key: UUID) -> str:
    """The code that stands on a sheet, out of its sealed snapshot."""
    row = Issue.objects.get(key=key)
    mark = sheet_of(row).issue.verification
    assert mark is not None
    return mark.code


def opened(code: str, sealed: str, *, lookup: str) -> dict[str, Any]:
    """What a line says to whoever holds the code; written again here, as a receiver would."""
    plain = code.replace("-", "").encode()
    key = HKDF(algorithm=SHA256(), length=32, salt=b"daicho-verification-1", info=b"seal")
    raw = b64decode(sealed)
    told: dict[str, Any] = json.loads(
        AESGCM(key.derive(plain)).decrypt(raw[:12], raw[12:], lookup.encode())
    )
    return told


@in_database
def test_off_unless_a_town_turns_it_on(desk_clerk: Access, household: list[UUID]) -> None:
    assert new_mark() is None
    (key,) = issue(desk_clerk, request=wish(household))
    row = Issue.objects.get(key=key)
    assert (row.verify_code, row.verify_digest) == ("", "")
    with pytest.raises(Unavailable):
        export_verification(administrator())


@in_database
@pytest.mark.usefixtures("on")
def test_a_line_is_read_with_the_sheet_alone(desk_clerk: Access, household: list[UUID]) -> None:
    (key,) = issue(desk_clerk, request=wish(household))
    code, row = code_on(key), Issue.objects.get(key=key)
    pdf = issued_sheet(desk_clerk, issue=key)[1]
    assert code in "".join(p.extract_text() for p in PdfReader(BytesIO(pdf)).pages)
    assert issued_sheet(desk_clerk, issue=key)[1] == pdf
    heading, line = map(json.loads, export_verification(administrator()).text.splitlines())
    assert heading["town"] == "福島県福島市"
    assert line["void"] is False
    told = opened(code, line["sealed"], lookup=line["id"])
    assert (told["number"], told["kind"], told["pages"]) == (row.number, Form.HOUSEHOLD.label, 1)
    assert told["issued_on"] == "2026-11-20"
    plain = code.replace("-", "")
    assert told["name"] == rules.digest_of(plain, field="name", text="葛城 太郎")
    assert told["born_on"] == rules.digest_of(plain, field="born_on", text="昭和60年4月1日")
    other = rules.new_code()
    assert rules.lookup_of(other.replace("-", "")) != line["id"]
    with pytest.raises(InvalidTag):
        opened(other, line["sealed"], lookup=line["id"])


@in_database
@pytest.mark.usefixtures("on")
def test_neither_the_list_nor_the_database_says_anything(
    desk_clerk: Access, household: list[UUID]
) -> None:
    keys = issue(desk_clerk, request=wish(household, copies=3))
    keys += issue(desk_clerk, request=wish(household[1:3], form=Form.INDIVIDUAL))
    text = export_verification(administrator()).text
    assert text.count("\n") == 6
    rows = Issue.objects.in_bulk(keys).values()
    for row in rows:
        code = code_on(row.key)
        kept = f"{row.verify_code}{row.verify_digest}{row.snapshot!r}"
        for secret in (code, code.replace("-", "")):
            assert secret not in text
            assert secret not in kept
        for words in (row.number, row.number[:8], Form(row.kind).label, "太郎", "昭和"):
            assert words not in text.split("\n", 1)[1]
    lines = [json.loads(line) for line in text.splitlines()[1:]]
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)
    assert len({len(line["sealed"]) for line in lines}) == 1
    assert len({line["id"] for line in lines}) == 5


@in_database
@pytest.mark.usefixtures("on")
def test_a_spoiled_sheet_is_void_and_an_old_one_gone(
    desk_clerk: Access, household: list[UUID]
) -> None:
    first, second = issue(desk_clerk, request=wish(household, copies=2))
    spoil(desk_clerk, issue=first, reason="紙づまり")
    made = export_verification(administrator())
    assert (made.count, made.void) == (2, 1)
    voids = {line["id"]: line["void"] for line in map(json.loads, made.text.splitlines()[1:])}
    lookups = {key: Issue.objects.get(key=key).verify_code for key in (first, second)}
    assert voids == {lookups[first]: True, lookups[second]: False}
    with clock.set_to(date(2027, 5, 23)):
        assert export_verification(administrator()).count == 2
    with clock.set_to(date(2027, 5, 24)):
        assert export_verification(administrator()).count == 0
    assert Entry.objects.filter(kind="certificates.verification_exported").count() == 3


@in_database
@pytest.mark.usefixtures("on")
def test_a_preview_carries_no_code_and_a_clerk_exports_nothing(
    desk_clerk: Access, household: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never() -> None:
        raise AssertionError("a preview drew a code")

    monkeypatch.setattr("daicho.business.certificates.commands.compose.new_mark", never)
    assert preview_request(desk_clerk, request=wish(household)).pages
    with pytest.raises(Refused):
        export_verification(desk_clerk)


@in_database
@pytest.mark.usefixtures("on")
def test_the_command_writes_the_list(
    desk_clerk: Access, household: list[UUID], tmp_path: Path
) -> None:
    issue(desk_clerk, request=wish(household))
    target = tmp_path / "verification.jsonl"
    target.write_text("yesterday's")
    done = CliRunner().invoke(command, [str(target)], catch_exceptions=False)
    assert done.exit_code == 0
    assert target.read_text() == export_verification(administrator()).text
    assert [p.name for p in tmp_path.iterdir()] == ["verification.jsonl"]
