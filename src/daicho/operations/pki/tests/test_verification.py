"""Messages proved without a line, as of the day they were made: who signed, that nothing was changed, what came later."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from daicho.foundation.key_provider.public import load_signer
from daicho.foundation.lines.domain.door import CERTIFICATE, DIGEST, PREFIX, Signed, digest_of
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Invalid, Missing, Refused
from daicho.operations.cli.pki import command
from daicho.operations.pki import revocation
from daicho.operations.pki.authority import Authority, create_authority, serial_of
from daicho.operations.pki.equipping import equip, new_key
from daicho.operations.pki.issuing import issue
from daicho.operations.pki.judgement import published
from daicho.operations.pki.places import certificate_in, daicho_place
from daicho.operations.pki.tests.conftest import PREFECTURE, TOWN, said
from daicho.operations.pki.uses import Use
from daicho.operations.pki.verification import (
    Verified,
    evidence_of,
    read_evidence,
    verify_message,
)


def envelope(sender: Party = TOWN, *, made_at: datetime | str | None = None) -> bytes:
    at = (made_at if isinstance(made_at, datetime) else real_now()).astimezone(TOKYO)
    told: dict[str, Any] = {
        "edition": "2026.1",
        "kind": "identity.update",
        "id": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "thread": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "sender": {"municipality": sender.municipality, "node": sender.node},
        "receiver": {"municipality": "070009", "node": "prefecture"},
        "made_at": at.isoformat(timespec="microseconds"),
        "order": None,
        "answers": None,
        "body": {"氏名": "甲野太郎"},
    }
    if isinstance(made_at, str):
        told["made_at"] = made_at
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


@pytest.fixture
def town(authority: Authority, home: Path) -> Path:
    equip(authority, TOWN, daicho_place(home))
    return home


def signed_by(home: Path, raw: bytes) -> dict[str, str]:
    signer = load_signer(home)
    return Signed(raw, digest_of(raw), signer.sign(PREFIX + raw), signer.certificate).headers()


def verify(authority: Authority, raw: bytes, headers: dict[str, str]) -> Verified:
    by = published(authority.ca.read_bytes(), authority.crl.read_bytes())
    return verify_message(raw, headers, by=by)


def revoke_signing(authority: Authority, home: Path) -> None:
    found = certificate_in(daicho_place(home).slot(Use.SIGNING))
    assert found is not None
    revocation.revoke(authority.folder, serial_of(found), reason="cessation")


def test_a_message_is_proved_from_its_file(authority: Authority, town: Path) -> None:
    raw = envelope()
    headers = signed_by(town, raw)
    assert read_evidence(evidence_of(raw, headers)) == (raw, headers)
    with_line_feeds = evidence_of(raw, headers).replace(b"\r\n", b"\n")
    assert read_evidence(with_line_feeds) == (raw, headers)
    found = verify(authority, raw, headers)
    assert (found.sender, found.receiver) == (TOWN, "070009:prefecture")
    assert found.kind == "identity.update"


def test_one_changed_byte_is_seen(authority: Authority, town: Path) -> None:
    raw = envelope()
    headers = signed_by(town, raw)
    changed = raw.replace("太郎".encode(), "次郎".encode())
    with said(Refused, "ダイジェストが合いません"):
        verify(authority, changed, headers)
    with said(Refused, "署名が本文と合いません"):
        verify(authority, changed, headers | {DIGEST: digest_of(changed)})


def test_another_partys_signature_is_not_the_senders(authority: Authority, town: Path) -> None:
    raw = envelope(PREFECTURE)
    with said(Refused, "072010:municipal_cs の署名で、070009:prefecture のものではありません"):
        verify(authority, raw, signed_by(town, raw))


def test_a_certificate_counts_as_of_the_day_of_the_message(
    authority: Authority, town: Path
) -> None:
    before, after = envelope(), envelope(made_at=real_now() + timedelta(hours=1))
    headers_before, headers_after = signed_by(town, before), signed_by(town, after)
    assert verify(authority, before, headers_before).sender == TOWN
    revoke_signing(authority, town)
    with said(Refused, "証明書は失効しています"):
        verify(authority, after, headers_after)
    early = envelope(made_at=real_now() - timedelta(minutes=4))
    found = verify(authority, early, signed_by(town, early))
    assert any("電文の後" in caution for caution in found.cautions)


def test_a_list_older_than_the_message_is_said(authority: Authority, town: Path) -> None:
    raw = envelope(made_at=real_now() + timedelta(hours=1))
    (caution,) = verify(authority, raw, signed_by(town, raw)).cautions
    assert "失効リストは電文より前" in caution


def test_expired_early_foreign_and_wrong_certificates_prove_nothing(
    authority: Authority, tmp_path: Path
) -> None:
    key = new_key()
    now = real_now()

    def headers_with(raw: bytes, chain: bytes) -> dict[str, str]:
        leaf = x509.load_pem_x509_certificates(chain)[0].public_bytes(Encoding.DER)
        return Signed(raw, digest_of(raw), key.sign(PREFIX + raw), leaf).headers()

    times = {"not_before": now - timedelta(minutes=4), "not_after": now - timedelta(minutes=2)}
    old = issue(authority, TOWN, Use.SIGNING, key.public_key, **times)
    raw = envelope()
    with said(Refused, "期限が切れています"):
        verify(authority, raw, headers_with(raw, old))
    on_time = envelope(made_at=now - timedelta(minutes=3))
    assert verify(authority, on_time, headers_with(on_time, old)).sender == TOWN
    early = envelope(made_at=now - timedelta(seconds=270))
    with said(Refused, "まだ有効ではありません"):
        verify(authority, early, headers_with(early, old))

    other = create_authority(tmp_path / "other")
    foreign = issue(other, TOWN, Use.SIGNING, key.public_key)
    with said(Refused, "この網の認証局が発行したものではありません"):
        verify(authority, raw, headers_with(raw, foreign))
    key = new_key()
    line = issue(authority, TOWN, Use.LINE, key.public_key)
    with said(Refused, "署名用の証明書ではありません"):
        verify(authority, raw, headers_with(raw, line))


def test_a_revoked_issuing_authority_proves_nothing_more(authority: Authority, town: Path) -> None:
    issuing = serial_of(authority.issuer().certificate)
    revocation.revoke(authority.folder, issuing, reason="key-compromise")
    raw = envelope(made_at=real_now() + timedelta(minutes=1))
    with said(Refused, "証明書は失効しています"):
        verify(authority, raw, signed_by(town, raw))


def test_files_of_another_form_are_said(authority: Authority, town: Path) -> None:
    raw = envelope()
    headers = signed_by(town, raw)
    for content in (b"", raw, b"no header\n\n{}"):
        with said(Invalid, "検証する電文を読み取れません"):
            read_evidence(content)
    with said(Invalid, "見出しが揃っていません"):
        verify(authority, raw, {name: v for name, v in headers.items() if name != CERTIFICATE})
    for wrong in (b"{}", b"[]", envelope(made_at="yesterday")):
        with said(Invalid, "封筒の形ではありません"):
            verify(authority, wrong, signed_by(town, wrong))
    with said(Refused, "失効リストがありません"):
        verify_message(raw, headers, by=published(authority.ca.read_bytes(), b""))


def test_the_command_proves_a_file_and_tells_nothing_of_its_body(
    town: Path, tmp_path: Path
) -> None:
    raw = envelope()
    file = tmp_path / "message.txt"
    file.write_bytes(evidence_of(raw, signed_by(town, raw)))
    published_files = ("--ca", str(town / "lines/ca.pem"), "--crl", str(town / "lines/crl.pem"))
    nowhere = ("--authority", str(tmp_path / "nowhere"))
    done = CliRunner().invoke(
        command, [*nowhere, "verify", str(file), *published_files], catch_exceptions=False
    )
    assert done.exit_code == 0
    with said(Missing, "認証局がありません"):
        CliRunner().invoke(command, [*nowhere, "verify", str(file)], catch_exceptions=False)
    assert "福島県福島市の市町村CS" in done.output
    assert "甲野" not in done.output
