"""Keep a certificate (転出証明書情報の受領): sealed, until it is quoted or its days are over (JUK-006)."""

from __future__ import annotations

import json
from datetime import date

from daicho.business.movements.public import read_departure_certificate
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Received
from daicho.foundation.vault.public import NumberKind, ring, seal_for_draft
from daicho.gateways.jukinet.audit_types import CERTIFICATE_KEPT
from daicho.gateways.jukinet.domain.departure import quoted_document
from daicho.gateways.jukinet.models import ReceivedCertificate
from daicho.kernel.access import Access

USE = "jukinet.certificate"


def keep_certificate(access: Access, received: Received) -> None:
    """Store what came, once for each message. `Invalid` where no 転入届 could quote it."""
    body = received.body
    with recorded(access, CERTIFICATE_KEPT) as note:
        read_departure_certificate(quoted_document(body))
        ReceivedCertificate.objects.create(
            key=received.id,
            reference=body["reference"],
            origin=body["origin"]["municipality"],
            move_out_on=date.fromisoformat(body["move_out_on"]),
            people=len(body["people"]),
            code_hashes=[
                seal_for_draft(NumberKind.RESIDENT_CODE, person["resident_record_code"]).lookup
                for person in body["people"]
            ],
            sealed=ring().seal_text(f"{USE}:{received.id}", json.dumps(body, ensure_ascii=False)),
            data_key=ring().active_data,
        )
        note.say(origin=body["origin"]["municipality"], people=len(body["people"]))
