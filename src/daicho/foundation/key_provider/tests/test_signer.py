"""A signer from files: whose key it is, what is said when it is not, and that every use is counted."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from daicho.foundation.key_provider import use_record
from daicho.foundation.key_provider.public import PrivateKey, load_signer, verifies
from daicho.foundation.key_provider.use_record import UseRecord, uses
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Unavailable

SAID = "電文".encode()


def pem(key: PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def certificate(key: PrivateKey) -> bytes:
    """Any certificate for the key: a signer asks no authority."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "someone")])
    now = real_now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, None if isinstance(key, Ed25519PrivateKey) else SHA256())
    )
    return made.public_bytes(Encoding.PEM)


def give(home: Path, *keys: PrivateKey, certified: PrivateKey | None = None) -> None:
    path = home / "secrets" / "lines-sign.key"
    for folder in ("secrets", "lines"):
        (home / folder).mkdir(exist_ok=True, mode=0o700)
    path.write_bytes(b"".join(pem(key) for key in keys))
    path.chmod(0o600)
    (home / "lines" / "sign.pem").write_bytes(certificate(certified or keys[0]))


def month() -> str:
    return f"{real_now().astimezone(TOKYO):%Y-%m}"


def refusal(home: Path) -> str:
    with pytest.raises(Unavailable) as caught:
        load_signer(home)
    return f"{caught.value.reason_code} {caught.value.message}"


@pytest.mark.parametrize("key", [generate_private_key(SECP256R1()), Ed25519PrivateKey.generate()])
def test_a_file_key_signs_and_is_counted(tmp_path: Path, key: PrivateKey) -> None:
    give(tmp_path, key)
    signer = load_signer(tmp_path)
    assert signer.public_key == key.public_key()
    assert verifies(signer.public_key, signer.sign(SAID), SAID)
    assert not verifies(signer.public_key, signer.sign(SAID), b"another")
    assert not verifies(signer.public_key, b"no signature", SAID)
    (use,) = uses(tmp_path, month())
    assert (use.use, use.provider, use.act, use.state, use.times) == (
        ("lines-sign", "file", "sign", "done", 2)
    )
    assert "PRIVATE" not in repr(signer)


def test_a_changed_key_is_used_from_the_next_message_on(tmp_path: Path) -> None:
    first, second = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    give(tmp_path, first)
    assert load_signer(tmp_path) is load_signer(tmp_path)
    give(tmp_path, second)
    assert load_signer(tmp_path).public_key == second.public_key()
    # While it is being renewed the old one and the new one lie together.
    give(tmp_path, second, first, certified=first)
    assert load_signer(tmp_path).public_key == first.public_key()


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    key = generate_private_key(SECP256R1())
    give(tmp_path, key)
    private, public = tmp_path / "secrets/lines-sign.key", tmp_path / "lines/sign.pem"
    private.chmod(0o644)
    assert "key.exposed" in refusal(tmp_path)
    private.chmod(0o600)
    private.write_text("nothing")
    assert "key.unreadable" in refusal(tmp_path)
    private.write_bytes(pem(generate_private_key(SECP384R1())))
    assert "key.unreadable" in refusal(tmp_path)
    private.write_bytes(pem(generate_private_key(SECP256R1())))
    assert "key.mismatch" in refusal(tmp_path)
    private.unlink()
    assert "新しい鍵は自動では作りません" in refusal(tmp_path)
    public.write_text("nothing")
    assert "key.certificate_missing" in refusal(tmp_path)
    public.unlink()
    assert "key.certificate_missing" in refusal(tmp_path)
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == []


@pytest.mark.parametrize(
    "told",
    [
        "",
        "[]",
        '{"provider": "pkcs11"}',
        '{"provider": "cloud", "module": "m", "token": "t", "label": "l"}',
        '{"provider": "pkcs11", "module": "m", "token": "t", "label": "two words"}',
        '{"provider": "pkcs11", "module": "m", "token": "t", "label": "l", "pin": "1234"}',
    ],
)
def test_a_place_of_a_key_that_cannot_be_understood_is_said(tmp_path: Path, told: str) -> None:
    give(tmp_path, Ed25519PrivateKey.generate())
    (tmp_path / "lines/sign.json").write_text(told)
    assert "key.configuration" in refusal(tmp_path)


def test_threads_and_processes_count_together(tmp_path: Path) -> None:
    record = UseRecord(tmp_path, "lines-sign", "a" * 16, "file")
    count = (
        "from pathlib import Path\n"
        "from daicho.foundation.key_provider.use_record import UseRecord\n"
        f"record = UseRecord(Path({str(tmp_path)!r}), 'lines-sign', 'a' * 16, 'file')\n"
        "for _ in range(200): record.count('sign', done=True)\n"
    )
    other = subprocess.Popen([sys.executable, "-c", count])
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: record.count("sign", done=number % 2 == 0), range(400)))
    assert other.wait() == 0
    assert {each.state: each.times for each in uses(tmp_path, month())} == {
        "done": 400,
        "failed": 200,
    }


def test_a_use_that_cannot_be_counted_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(tmp_path, Ed25519PrivateKey.generate())
    signer = load_signer(tmp_path)

    def full(*_parts: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(use_record, "_raise", full)
    with pytest.raises(Unavailable, match="使用記録を書けない"):
        signer.sign(SAID)


def test_a_line_that_was_cut_off_does_not_spoil_the_next(tmp_path: Path) -> None:
    record = UseRecord(tmp_path, "lines-sign", "b" * 16, "file")
    record.count("sign", done=True)
    path = tmp_path / use_record.FOLDER / f"{month()}.txt"
    path.write_bytes(path.read_bytes()[:-4])
    record.count("sign", done=True)
    record.count("sign", done=False)
    assert uses(tmp_path, month())[-1].times == 1
