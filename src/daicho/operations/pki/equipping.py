"""Equipping (配備): a party gets what it lacks or what is about to expire; what is well is left as it is."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from daicho.foundation.key_provider.public import FileKey, SigningKey, read_keys
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict
from daicho.operations.pki.authority import Authority, serial_of
from daicho.operations.pki.files import locked
from daicho.operations.pki.issuing import issue
from daicho.operations.pki.parties import check_party
from daicho.operations.pki.places import (
    Place,
    Slot,
    certificate_in,
    keep_waiting,
    keys_in,
    put,
    put_trust,
    tidy,
)
from daicho.operations.pki.register import read_register
from daicho.operations.pki.revocation import refresh_lists
from daicho.operations.pki.uses import Use

# A certificate is renewed when no more than this is left of it.
RENEW_FROM = timedelta(days=30)


def new_key(*, ed25519: bool = False) -> FileKey:
    """A key for a file: P-256, or Ed25519."""
    if ed25519:
        return FileKey(Ed25519PrivateKey.generate())
    return FileKey(generate_private_key(SECP256R1()))


def equip(authority: Authority, party: Party, place: Place, *, ed25519: bool = False) -> list[Use]:
    """Make what a party lacks, or what will expire within 30 days, and hand out the newest lists; returns what was made.

    Done twice it does nothing more. `Conflict` when the place is another party's.
    """
    check_party(str(party))
    refresh_lists(authority.folder)
    put_trust(place, authority)
    return [
        slot.use for slot in place.slots if _make_missing(authority, party, slot, ed25519=ed25519)
    ]


def renew(
    authority: Authority,
    party: Party,
    place: Place,
    use: Use,
    *,
    same_key: bool = False,
    ed25519: bool = False,
    not_after: datetime | None = None,
) -> bytes:
    """Issue the next certificate now and use it; the old one stays valid until its end. Returns it with its issuer.

    With a key of its own unless `same_key` (a key in a device is kept: a new one is made by `request`).
    """
    check_party(str(party))
    refresh_lists(authority.folder)
    put_trust(place, authority)
    slot = place.slot(use)
    with _held(slot):
        check_owner(slot, party)
        key = _key_in_use(slot) if same_key or _is_in_device(slot) else None
        if key is None:
            key = _key_to_come(slot, ed25519=ed25519)
        chain = issue(authority, party, use, key.public_key, not_after=not_after)
        put(slot, chain)
    return chain


def _make_missing(authority: Authority, party: Party, slot: Slot, *, ed25519: bool) -> bool:
    """Make the certificate of a slot where it is needed, and say whether it was."""
    with _held(slot):
        tidy(slot)
        if not _needs(authority, party, slot):
            return False
        key = _key_in_use(slot) if _is_in_device(slot) else None
        if key is None:
            key = _key_to_come(slot, ed25519=ed25519)
        put(slot, issue(authority, party, slot.use, key.public_key))
        return True


def _held(slot: Slot) -> AbstractContextManager[None]:
    slot.certificate.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return locked(slot.certificate.parent)


def _is_in_device(slot: Slot) -> bool:
    return slot.device is not None and slot.device.exists()


def _key_to_come(slot: Slot, *, ed25519: bool) -> FileKey:
    """The key that waits for its certificate; made when none does."""
    if slot.waiting_key.exists():
        return read_keys(slot.waiting_key, what="証明書を待つ鍵")[0]
    key = new_key(ed25519=ed25519)
    keep_waiting(slot, key)
    return key


def _needs(authority: Authority, party: Party, slot: Slot) -> bool:
    certificate = certificate_in(slot)
    if certificate is None:
        return True
    check_owner(slot, party)
    issued = {each.serial: each for each in read_register(authority.folder).issued}
    entry = issued.get(serial_of(certificate))
    return entry is None or not entry.counts(real_now() + RENEW_FROM) or _key_in_use(slot) is None


def _key_in_use(slot: Slot) -> SigningKey | None:
    """The key of the certificate that is used now, if it is here."""
    certificate = certificate_in(slot)
    if certificate is None:
        return None
    wanted = certificate.public_key()
    return next((key for key in keys_in(slot) if key.public_key == wanted), None)


def check_owner(slot: Slot, party: Party) -> None:
    """`Conflict` when the certificate that is used here is another party's."""
    certificate = certificate_in(slot)
    if certificate is None:
        return
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    found = names.get_values_for_type(x509.UniformResourceIdentifier)
    if found != [party.uri]:
        raise Conflict(
            f"{slot.certificate} は、別の相手方の証明書です。",
            why=f"{'・'.join(found)} のもので、{party} のものではありません。",
            remedy="置き場所を確かめてください。何も変えていません。",
            code="pki.another_party",
        )
