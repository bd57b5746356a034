"""Known certificates (署名の証明書を残す): each signing certificate once, for whoever verifies a signature later."""

from __future__ import annotations

from typing import Final

from django.db import connection, transaction

from daicho.foundation.lines.domain.trust import Credential
from daicho.foundation.lines.models import KnownCertificate

# Which ones this process has seen stored; by database, since tests change it.
_stored: Final[set[tuple[str, str]]] = set()


def keep_certificate(credential: Credential) -> str:
    """Store it unless it is there; returns its fingerprint."""
    known = (str(connection.settings_dict["NAME"]), credential.fingerprint)
    if known in _stored:
        return credential.fingerprint
    KnownCertificate.objects.bulk_create(
        [
            KnownCertificate(
                fingerprint=credential.fingerprint,
                der=credential.der,
                party=str(credential.party),
                serial=credential.serial,
                valid_from=credential.valid_from,
                valid_until=credential.valid_until,
            )
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(lambda: _stored.add(known))
    return credential.fingerprint
