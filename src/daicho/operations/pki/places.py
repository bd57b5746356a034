"""Places (置き場所): where a party keeps its certificates and keys, and how they get there without a gap.

A new key lies beside the old one until its certificate is there: signatures go on in between, and a kill at any moment
leaves a pair that belongs together, or one that the next `put` puts right.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from cryptography import x509

from daicho.foundation.key_provider.public import (
    SIGN_DEVICE,
    FileKey,
    KeyAddress,
    PublicKey,
    SigningKey,
    open_signing_key,
    read_address,
    read_keys,
)
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.errors import Unavailable
from daicho.operations.pki.authority import Authority, pem_of_key
from daicho.operations.pki.files import OPEN, SECRET, write_file, write_if_changed
from daicho.operations.pki.uses import Use


@dataclass(frozen=True, slots=True)
class Slot:
    """The files of one use: certificate (with its issuer) and key; `home` where a device may stand for the key."""

    use: Use
    certificate: Path
    key: Path
    home: Path | None = None

    @property
    def device(self) -> Path | None:
        return self.home / SIGN_DEVICE if self.home else None

    @property
    def waiting_key(self) -> Path:
        """A key whose certificate was asked for and is not here yet."""
        return self.key.with_name(self.key.name + ".waiting")

    @property
    def waiting_device(self) -> Path | None:
        return self.device.with_name(self.device.name + ".waiting") if self.device else None

    @property
    def request(self) -> Path:
        return self.certificate.with_suffix(".csr")


@dataclass(frozen=True, slots=True)
class Place:
    """The files of one party."""

    slots: tuple[Slot, Slot]
    ca: Path
    crl: Path

    def slot(self, use: Use) -> Slot:
        return next(slot for slot in self.slots if slot.use is use)


def daicho_place(home: Path) -> Place:
    """A party that is an installation of Daicho: `HOME/lines` and `HOME/secrets`."""
    lines, secrets = home / "lines", home / "secrets"
    return Place(
        slots=(
            Slot(Use.LINE, lines / "tls.pem", secrets / "lines-tls.key"),
            Slot(
                Use.SIGNING,
                lines / "sign.pem",
                secrets / "lines-sign.key",
                home=home,
            ),
        ),
        ca=lines / "ca.pem",
        crl=lines / "crl.pem",
    )


def outside_place(home: Path, party: Party) -> Place:
    """A party of `outside`: `OUTSIDE_HOME/parties/<municipality>-<node>`."""
    own = home / "parties" / f"{party.municipality}-{party.node}"
    return Place(
        slots=(
            Slot(Use.LINE, own / "tls.pem", own / "tls.key"),
            Slot(Use.SIGNING, own / "sign.pem", own / "sign.key"),
        ),
        ca=home / "ca.pem",
        crl=home / "crl.pem",
    )


def certificate_in(slot: Slot) -> x509.Certificate | None:
    """The certificate that is used now; None when there is none that can be read."""
    try:
        return x509.load_pem_x509_certificates(slot.certificate.read_bytes())[0]
    except (OSError, ValueError):
        return None


def keys_in(slot: Slot) -> tuple[SigningKey, ...]:
    """The keys that lie here: the one in use, and any that waits for its certificate."""
    found: list[SigningKey] = []
    for path in (slot.key, slot.waiting_key):
        if path.exists():
            found.extend(read_keys(path, what=f"{slot.use.label}の鍵"))
    for device in (slot.device, slot.waiting_device):
        if device is not None and device.exists():
            found.append(open_signing_key(cast(Path, slot.home), read_address(device)))
    return tuple(found)


def keep_waiting(slot: Slot, key: FileKey | KeyAddress) -> None:
    """Keep a new key until its certificate comes."""
    if isinstance(key, FileKey):
        write_file(slot.waiting_key, pem_of_key(key.key), mode=SECRET)
    else:
        text = json.dumps(asdict(key), ensure_ascii=False, indent=1) + "\n"
        write_file(cast(Path, slot.waiting_device), text.encode(), mode=OPEN)


def put(slot: Slot, chain: bytes) -> None:
    """Use this certificate from now on, with whichever key here it was issued for.

    `Unavailable` in words, and nothing changed, when that key is not here.
    """
    leaf = x509.load_pem_x509_certificates(chain)[0]
    fitting = [key for key in keys_in(slot) if key.public_key == leaf.public_key()]
    if not fitting:
        raise Unavailable(
            "その証明書に合う鍵が、ここにありません。",
            why=f"{slot.key.parent} の鍵は、別の証明書のものです。",
            remedy="申請した装置で受け入れるか、`daicho pki request` からやり直してください。",
            code="pki.key_missing",
        )
    key = fitting[0]
    if isinstance(key, FileKey):
        _put_file_key(slot, key, chain)
    else:
        _put_device(slot, cast(PublicKey, leaf.public_key()), chain)
    slot.request.unlink(missing_ok=True)


def tidy(slot: Slot) -> None:
    """After a kill between two steps of `put`: of several keys in the file, the certificate's own stays."""
    here = read_keys(slot.key, what=f"{slot.use.label}の鍵") if slot.key.exists() else ()
    certificate = certificate_in(slot)
    if len(here) < 2 or certificate is None:
        return
    wanted = certificate.public_key()
    own = [key for key in here if key.public_key == wanted]
    write_file(slot.key, _pem(own or here), mode=SECRET)


def put_trust(place: Place, authority: Authority) -> bool:
    """Hand out the authority's certificates and lists as they are now, and say whether anything was old."""
    found = [
        write_if_changed(place.ca, authority.ca.read_bytes()),
        write_if_changed(place.crl, authority.crl.read_bytes()),
    ]
    return any(found)


def _put_file_key(slot: Slot, key: FileKey, chain: bytes) -> None:
    """Old and new key together, then the certificate, then the new key alone."""
    here = read_keys(slot.key, what=f"{slot.use.label}の鍵") if slot.key.exists() else ()
    if here != (key,):
        others = [each for each in here if each.public_key != key.public_key]
        write_file(slot.key, _pem([key, *others]), mode=SECRET)
    write_file(slot.certificate, chain, mode=OPEN)
    if slot.device is not None:
        slot.device.unlink(missing_ok=True)
    if here != (key,):
        write_file(slot.key, _pem([key]), mode=SECRET)
    _drop_if(slot.waiting_key, key.public_key)


def _put_device(slot: Slot, public_key: PublicKey, chain: bytes) -> None:
    """The device's key is named before its certificate is used; an old file key is left for its owner to put away."""
    waiting, device = cast(Path, slot.waiting_device), cast(Path, slot.device)
    write_file(slot.certificate, chain, mode=OPEN)
    if waiting.exists():
        address = read_address(waiting)
        if open_signing_key(cast(Path, slot.home), address).public_key == public_key:
            waiting.replace(device)


def _drop_if(path: Path, public_key: PublicKey) -> None:
    if path.exists() and read_keys(path, what="待っている鍵")[0].public_key == public_key:
        path.unlink()


def _pem(keys: Sequence[FileKey]) -> bytes:
    return b"".join(pem_of_key(key.key) for key in keys)
