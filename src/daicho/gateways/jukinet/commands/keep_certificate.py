"""Keep a certificate (転出証明書情報の受領): sealed, until it is quoted or its days are over (JUK-006)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from daicho.business.movements.public import read_departure_certificate
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Received
from daicho.foundation.vault.public import NumberKind, ring, seal_for_draft
from daicho.gateways.jukinet.audit_types import CERTIFICATE_KEPT
from daicho.gateways.jukinet.commands.take_cancellation import is_cancelled
from daicho.gateways.jukinet.domain.asked import Asked
from daicho.gateways.jukinet.domain.departure import quoted_document
from daicho.gateways.jukinet.models import AskedCertificate, ReceivedCertificate
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now

USE = "jukinet.certificate"


def keep_certificate(access: Access, received: Received) -> None:
    """Store what came, once for each message; the request that it answers is settled. `Invalid` where no 転入届 could quote it."""
    body = received.body
    with recorded(access, CERTIFICATE_KEPT) as note:
        read_departure_certificate(quoted_document(body))
        gone = is_cancelled(body["origin"]["municipality"], body["reference"])
        ReceivedCertificate.objects.create(
            key=received.id,
            reference=body["reference"],
            origin=body["origin"]["municipality"],
            move_out_on=date.fromisoformat(body["move_out_on"]),
            people=len(body["people"]),
            code_hashes=[] if gone else _hashes(body),
            sealed=None if gone else _sealed(received),
            data_key=ring().active_data,
            cancelled_at=real_now() if gone else None,
            erased_at=real_now() if gone else None,
        )
        AskedCertificate.objects.filter(pk=received.thread).update(
            state=Asked.CAME.value, certificate=received.id, settled_at=real_now(), problems=[]
        )
        note.say(origin=body["origin"]["municipality"], people=len(body["people"]))


def _hashes(body: Mapping[str, Any]) -> list[str]:  # Any: the message's JSON
    return [
        seal_for_draft(NumberKind.RESIDENT_CODE, person["resident_record_code"]).lookup
        for person in body["people"]
    ]


def _sealed(received: Received) -> bytes:
    text = json.dumps(received.body, ensure_ascii=False)
    return ring().seal_text(f"{USE}:{received.id}", text)
