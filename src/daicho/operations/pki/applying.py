"""Applying (発行の申請と受入れ): keys made where they are used, requests for them, and the certificates that come back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import cast

from cryptography import x509

from daicho.foundation.key_provider.public import KeyAddress, address_of, make_signing_key
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.operations.pki.equipping import check_owner, new_key
from daicho.operations.pki.files import OPEN, locked, write_file
from daicho.operations.pki.places import Place, Slot, keep_waiting, put
from daicho.operations.pki.requests import make_request
from daicho.operations.pki.uses import Use, use_of


def apply(party: Party, slot: Slot, *, ed25519: bool = False) -> Path:
    """Make a key in a file, which waits for its certificate, and the request for it; returns the request's path.

    `Conflict` when a key waits already: its certificate could not be used any more.
    """
    with _held(party, slot):
        key = new_key(ed25519=ed25519)
        keep_waiting(slot, key)
        return _write(slot, make_request(party, slot.use, key))


def apply_with_device(
    party: Party, place: Place, address: KeyAddress, *, ed25519: bool = False
) -> Path:
    """The same with a signing key that is made in a device and stays there."""
    slot = place.slot(Use.SIGNING)
    address_of(asdict(address), where=cast(Path, slot.device))
    with _held(party, slot):
        key = make_signing_key(cast(Path, slot.home), address, ed25519=ed25519)
        keep_waiting(slot, address)
        return _write(slot, make_request(party, slot.use, key))


def accept(chain: bytes, place: Place) -> Use:
    """Use a certificate (with its issuer, PEM) that was asked for. `Invalid` for anything that is no such certificate."""
    try:
        leaf = x509.load_pem_x509_certificates(chain)[0]
    except ValueError as error:
        what = "証明書のファイルではありません。"
        raise Invalid([Problem("pki.certificate_unreadable", "file", what)]) from error
    use = use_of(leaf)
    if use is None:
        what = "回線用でも署名用でもない証明書です。"
        raise Invalid([Problem("pki.certificate_use", "file", what)])
    slot = place.slot(use)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    uris = names.get_values_for_type(x509.UniformResourceIdentifier)
    party = Party.of_uri(uris[0]) if len(uris) == 1 else None
    if party is None:
        what = "相手方の名のない証明書です。"
        raise Invalid([Problem("pki.certificate_party", "file", what)])
    with locked(slot.certificate.parent):
        check_owner(slot, party)
        put(slot, chain)
    return use


@contextmanager
def _held(party: Party, slot: Slot) -> Iterator[None]:
    slot.certificate.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with locked(slot.certificate.parent):
        check_owner(slot, party)
        for waiting in (slot.waiting_key, slot.waiting_device):
            if waiting is not None and waiting.exists():
                raise Conflict(
                    f"{slot.use.label}の鍵は、既に証明書を待っています。",
                    why=f"{slot.request} を認証局に渡したままです。",
                    remedy=f"証明書を `daicho pki accept` で受け入れるか、申請をやめるなら {waiting} を消してください。",
                    code="pki.waiting",
                )
        yield


def _write(slot: Slot, request: bytes) -> Path:
    write_file(slot.request, request, mode=OPEN)
    return slot.request
