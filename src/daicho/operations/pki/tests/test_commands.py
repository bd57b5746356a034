"""`daicho pki …` as an administrator uses it: from the authority to a key in a device, and what is due when."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from daicho.foundation.key_provider.public import SIGN_PIN, load_signer, verifies
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict, Invalid, Missing, Unavailable
from daicho.operations.cli.pki import DUE, command
from daicho.operations.pki import due, revocation
from daicho.operations.pki.authority import Authority, create_authority, open_authority
from daicho.operations.pki.equipping import equip, new_key, renew
from daicho.operations.pki.issuing import issue
from daicho.operations.pki.places import certificate_in, daicho_place
from daicho.operations.pki.requests import make_request, read_request
from daicho.operations.pki.tests.conftest import PIN, TOWN, Token, said
from daicho.operations.pki.uses import Use


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAICHO_HOME", str(tmp_path))
    return tmp_path


def ask(*arguments: str | Path, typed: str = "") -> Result:
    told = [str(each) for each in arguments]
    return CliRunner().invoke(command, told, input=typed, catch_exceptions=False)


def run(*arguments: str | Path, typed: str = "") -> str:
    done = ask(*arguments, typed=typed)
    assert done.exit_code == 0, done.output
    return done.output


def test_from_the_first_command_to_the_last(here: Path) -> None:
    town = here / "town"
    with said(Missing, "認証局がありません"):
        run("list")
    run("init")
    assert "回線用証明書を発行しました" in run("issue", str(TOWN), "--into", town)
    assert "何も発行していません" in run("issue", str(TOWN), "--into", town)
    first = load_signer(town).certificate
    run("renew", str(TOWN), "--into", town, "--use", "signing", "--ed25519")
    assert load_signer(town).certificate != first
    listed = run("list", "--party", str(TOWN))
    assert len(listed.splitlines()) == 3
    serial = listed.split()[0]
    run("revoke", serial, "--reason", "superseded")
    assert "失効" in run("list")
    run("crl", "--into", town)
    authority = open_authority(here / "pki")
    assert (town / "lines/crl.pem").read_bytes() == authority.crl.read_bytes()
    with said(Conflict, "既に認証局があります"):
        run("init")
    run("new-issuing")
    assert len(authority.certificates()) == 3


def test_a_key_never_leaves_its_owner_who_asks_with_a_request(here: Path) -> None:
    town, back = here / "town", here / "back.pem"
    run("init")
    run("request", str(TOWN), "--into", town, "--use", "signing")
    request = town / "lines/sign.csr"
    assert b"PRIVATE" not in request.read_bytes()
    with said(Conflict, "既に証明書を待っています"):
        run("request", str(TOWN), "--into", town, "--use", "signing")
    with said(Invalid, "072010:core のものではありません"):
        run("sign", request, "--party", "072010:core", "--out", back)
    assert not back.exists()
    run("sign", request, "--party", str(TOWN), "--out", back)
    with said(Unavailable, "合う鍵が、ここにありません"):
        elsewhere = here / "elsewhere"
        (elsewhere / "lines").mkdir(parents=True)
        run("accept", back, "--into", elsewhere)
    run("accept", back, "--into", town)
    signer = load_signer(town)
    assert verifies(signer.public_key, signer.sign(b"x"), b"x")
    assert not request.exists()
    assert {path.name for path in (town / "secrets").iterdir()} == {"lines-sign.key"}
    with said(Invalid, "証明書のファイルではありません"):
        (here / "text").write_text("text")
        run("accept", here / "text", "--into", town)


def test_a_request_that_was_tampered_with_is_refused(here: Path) -> None:
    del here
    good = make_request(TOWN, Use.LINE, new_key())
    assert read_request(good).party == TOWN
    lines = good.decode().splitlines()
    middle = len(lines) // 2
    lines[middle] = lines[middle][:-1] + ("A" if lines[middle][-1] != "A" else "B")
    with pytest.raises(Invalid):
        read_request("\n".join(lines).encode())
    with said(Invalid, "申請を読み取れません"):
        read_request(b"nothing")


def test_a_signing_key_is_made_in_a_device_and_kept_there(here: Path, token: Token) -> None:
    town, back = here / "town", here / "back.pem"
    run("init")
    where = ("--module", token.module, "--token", token.name, "--label", "lines-2026")
    with said(Invalid, "三つが要ります"):
        run("request", str(TOWN), "--into", town, "--label", "lines-2026")
    run("request", str(TOWN), "--into", town, *where, typed=PIN + "\n")
    run("sign", town / "lines/sign.csr", "--party", str(TOWN), "--out", back)
    run("accept", back, "--into", town)
    before = load_signer(town)
    assert verifies(before.public_key, before.sign(b"x"), b"x")
    assert {path.name for path in (town / "secrets").iterdir()} == {Path(SIGN_PIN).name}
    # Renewal keeps the device's key; the line gets a key of its own in a file.
    run("renew", str(TOWN), "--into", town)
    after = load_signer(town)
    assert after.public_key == before.public_key
    assert after.certificate != before.certificate
    assert not (town / "secrets/lines-sign.key").exists()


def test_what_is_due_is_said_with_the_remedy_and_an_exit_code(here: Path) -> None:
    town = here / "town"
    run("init")
    run("issue", str(TOWN), "--into", town)
    assert "  397日" in run("calendar")
    authority, place = open_authority(here / "pki"), daicho_place(town)
    soon = real_now() + timedelta(days=20)
    for use in Use:
        slot = place.slot(use)
        found = certificate_in(slot)
        assert found is not None
        revocation.revoke(authority.folder, f"{found.serial_number:x}", reason="superseded")
        renew(authority, TOWN, place, use, not_after=soon)
    done = ask("calendar", "--ics", here / "due.ics")
    assert done.exit_code == DUE
    marked = [line for line in done.output.splitlines() if line.startswith("✗")]
    assert len(marked) == 2
    assert all("pki renew 072010:municipal_cs" in line and "20日" in line for line in marked)
    run("renew", str(TOWN), "--into", town)
    output = run("calendar")
    assert output.count("後継があります") == 2

    lines = (here / "due.ics").read_bytes().split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    text = b"\n".join(lines).decode().replace("\n ", "")
    days = re.findall(r"DTSTART;VALUE=DATE:(\d{8})", text)
    assert len(days) == len(re.findall("BEGIN:VEVENT", text)) == 5
    assert len(re.findall("TRIGGER:-P30D", text)) == 2


def test_a_certificate_that_expired_stays_due_until_it_is_replaced_or_revoked(
    authority: Authority,
) -> None:
    now = real_now()
    dates = {"not_before": now - timedelta(days=9), "not_after": now - timedelta(days=1)}
    issue(authority, TOWN, Use.LINE, new_key().public_key, **dates)
    (leaf,) = [each for each in due.calendar(authority.folder) if "市町村CS" in each.what]
    assert leaf.is_due(now)
    assert leaf.days_left(now) < 0
    revocation.revoke(authority.folder, leaf.serial, reason="cessation")
    assert [each for each in due.calendar(authority.folder) if "市町村CS" in each.what] == []


def test_an_issuing_authority_is_due_before_what_it_issues_would_be_cut_short(
    tmp_path: Path,
) -> None:
    until = real_now() + timedelta(days=400)
    short = create_authority(tmp_path / "short", issuing_not_after=until)
    found = {each.what: each.is_due(real_now()) for each in due.calendar(short.folder)}
    assert found["発行用認証局の証明書"]
    assert not found["ルート認証局の証明書"]
    home = tmp_path / "town"
    equip(short, TOWN, daicho_place(home))
    leaf = certificate_in(daicho_place(home).slot(Use.LINE))
    assert leaf is not None
    assert leaf.not_valid_after_utc <= until
