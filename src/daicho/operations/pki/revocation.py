"""Revocation (失効): who may not be trusted any more, and the lists that say so (証明書失効リスト, CRL)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from daicho.foundation.key_provider.public import read_private
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.operations.pki.files import OPEN, locked, write_file, write_if_changed
from daicho.operations.pki.register import Issued, Register, changing, read_register

LIST_LIFE = timedelta(days=35)
# Written anew when no more than this is left.
LIST_REST = timedelta(days=21)

REASONS = {
    "key-compromise": (x509.ReasonFlags.key_compromise, "鍵が漏れた、またはそのおそれ"),
    "affiliation-changed": (x509.ReasonFlags.affiliation_changed, "団体・装置の変更"),
    "superseded": (x509.ReasonFlags.superseded, "新しい証明書に替えた"),
    "cessation": (x509.ReasonFlags.cessation_of_operation, "使わなくなった"),
    "privilege-withdrawn": (x509.ReasonFlags.privilege_withdrawn, "接続の取りやめ"),
}


def revoke(folder: Path, serial: str, *, reason: str) -> Issued:
    """Revoke a certificate and write the list at once; `Conflict` when it is revoked already.

    An authority can be revoked while the root's key is here. `Invalid` for a reason that there is not.
    """
    if reason not in REASONS:
        what = "失効の理由が違います。"
        why = f"{'・'.join(REASONS)} のどれかです。"
        raise Invalid([Problem("pki.reason", "reason", what, why)])
    refresh_lists(folder)
    now = real_now().replace(microsecond=0)
    with changing(folder) as register:
        found = register.of(serial)
        _check_revocable(folder, found)
        changed = register.change(serial, revoked_at=now, reason=reason)
        register.lists_written += 1
    publish_lists(folder)
    return changed


def refresh_lists(folder: Path, *, even_if_new: bool = False) -> bool:
    """Write the lists anew before they expire, or when one was left unwritten, and say whether that was needed."""
    register = read_register(folder)
    is_written = _numbers(folder) >= {register.lists_written}
    if is_written and not even_if_new and lists_until(folder) - real_now() > LIST_REST:
        return False
    with changing(folder) as register:
        register.lists_written += 1
    publish_lists(folder)
    return True


def lists_until(folder: Path) -> datetime:
    """When the first of the issuing authorities' lists expires."""
    ends = [_read(path).next_update_utc for path in folder.glob("crl-issuing-*.pem")]
    return min((end for end in ends if end is not None), default=real_now())


def lists_end(lists: bytes) -> datetime:
    """When the first of the lists in a `crl.pem` expires; ValueError when there is none."""
    mark = b"-----END X509 CRL-----"
    found = [x509.load_pem_x509_crl(each.lstrip() + mark) for each in lists.split(mark)[:-1]]
    return min(each.next_update_utc for each in found if each.next_update_utc is not None)


def publish_lists(folder: Path) -> None:
    """Write the lists as the register stands now."""
    with locked(folder):
        write_lists(folder, read_register(folder))


def write_lists(folder: Path, register: Register) -> None:
    """The list of every issuing authority, the root's when its key is here, and `crl.pem` of all."""
    now = real_now()
    stems = [path.stem for path in folder.glob("issuing-*.pem")]
    stems.sort(key=lambda stem: int(stem.partition("-")[2]), reverse=True)
    if (folder / "root.key").exists():
        _write_list(folder, "root", register, now, until=None)
    for stem in stems:
        _write_list(folder, stem, register, now, until=now + LIST_LIFE)
    files = [folder / f"crl-{stem}.pem" for stem in (*stems, "root")]
    write_if_changed(folder / "crl.pem", b"".join(f.read_bytes() for f in files if f.exists()))


def _check_revocable(folder: Path, found: Issued) -> None:
    if found.revoked_at is not None:
        raise Conflict(
            "その証明書は、既に失効しています。",
            why=f"{found.revoked_at:%Y-%m-%d %H:%M} (UTC) に失効させました。",
            code="pki.revoked_already",
        )
    if found.use == "root":
        raise Conflict(
            "ルート認証局は失効させられません。",
            why="自分を失効させるリストは、誰も信じる理由がありません。",
            remedy="新しい認証局を別の場所に作り (`daicho pki init`)、ca.pem を全員に配り直してください。",
            code="pki.root",
        )
    if found.is_authority:
        # The root's list must name it: its key has to be here.
        read_private(folder / "root.key", what="ルート認証局の鍵")


def _numbers(folder: Path) -> set[int]:
    """The numbers that the issuing authorities' lists carry."""
    return {
        _read(path).extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
        for path in folder.glob("crl-issuing-*.pem")
    }


def _write_list(
    folder: Path, stem: str, register: Register, now: datetime, *, until: datetime | None
) -> None:
    """One authority's list; the root's lasts as long as the root, whose key lies elsewhere."""
    issuer = x509.load_pem_x509_certificate((folder / f"{stem}.pem").read_bytes())
    end = issuer.not_valid_after_utc
    if now >= end:
        (folder / f"crl-{stem}.pem").unlink(missing_ok=True)
        return
    key = load_pem_private_key(
        read_private(folder / f"{stem}.key", what=f"認証局の鍵 ({stem})"), password=None
    )
    assert isinstance(key, EllipticCurvePrivateKey)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(now)
        .next_update(min(until, end) if until else end)
        .add_extension(x509.CRLNumber(register.lists_written), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
    )
    for each in register.issued:
        if each.revoked_at is not None and each.issuer == issuer.subject.rfc4514_string():
            builder = builder.add_revoked_certificate(_revoked(each))
    made = builder.sign(key, SHA256())
    write_file(folder / f"crl-{stem}.pem", made.public_bytes(Encoding.PEM), mode=OPEN)


def _revoked(entry: Issued) -> x509.RevokedCertificate:
    assert entry.revoked_at is not None
    flag, _ = REASONS[entry.reason]
    return (
        x509.RevokedCertificateBuilder()
        .serial_number(int(entry.serial, 16))
        .revocation_date(entry.revoked_at)
        .add_extension(x509.CRLReason(flag), critical=False)
        .build()
    )


def _read(path: Path) -> x509.CertificateRevocationList:
    return x509.load_pem_x509_crl(path.read_bytes())
