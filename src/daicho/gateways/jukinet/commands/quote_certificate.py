"""Quote a certificate (転出証明書情報の引用, JUK-006, 007): the draft of a 特例転入 in which nothing is typed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from daicho.business.movements.public import open_special_move_in
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.jukinet.audit_types import CERTIFICATE_QUOTED
from daicho.gateways.jukinet.domain.departure import quoted_document
from daicho.gateways.jukinet.models import ReceivedCertificate
from daicho.gateways.jukinet.selectors.asked import CANCELLED
from daicho.gateways.jukinet.selectors.certificates import body_of
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict, Missing

ALREADY = "case.sent_twice"


def quote_certificate(access: Access, *, certificate: UUID) -> UUID:
    """Make the draft and return its case; the same one however often it is asked for.

    Two acts, two entries: the certificate that is quoted, and the saving of the draft. `Missing` once it is erased.
    """
    check_may(access, "movements.draft")
    case = uuid5(NAMESPACE_URL, f"jukinet.certificate:{certificate}")
    body = _mark(access, certificate, case)
    try:
        open_special_move_in(access, document=quoted_document(body), case=case)
    except Conflict as error:
        if error.reason_code != ALREADY:
            raise
    return case


def _mark(access: Access, certificate: UUID, case: UUID) -> Mapping[str, Any]:
    with recorded(access.on_case(case), CERTIFICATE_QUOTED) as note:
        row = ReceivedCertificate.objects.select_for_update().filter(key=certificate).first()
        if row is None:
            raise Missing(
                "この転出証明書情報はありません。", remedy="受領一覧から選び直してください。"
            )
        body = body_of(row)
        if row.cancelled_at is not None:
            raise Missing(
                CANCELLED.what, why=CANCELLED.why, remedy=CANCELLED.remedy, code=CANCELLED.code
            )
        if not body:
            raise Missing(
                "この転出証明書情報は消去されています。",
                why="届出のないまま、保存の期間が過ぎました。",
                remedy="転出地に送り直しを頼むか、転出証明書を添えた転入として入力してください。",
                code="certificate.erased",
            )
        note.say(reference=row.reference)
        if row.case is None:
            row.case, row.quoted_at = case, real_now()
            row.save(update_fields=["case", "quoted_at"])
    return body
