"""Set the certifier (認証者の登録): in whose name certificates go out from a day on, 市区町村長 or 職務代理者 (STD-5.6)."""

from __future__ import annotations

from datetime import date

from daicho.business.certificates.audit_types import CERTIFIER_SET
from daicho.business.certificates.models import Certifier
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import check_text
from daicho.kernel.clock import business_now


def set_certifier(
    access: Access, *, valid_from: date, title: str, name: str, acting: bool = False
) -> None:
    """Enter a certifier from a day on; earlier rows stay for the sheets of their time. `Invalid` for bad text."""
    check_may(access, "code_tables")
    with recorded(access, CERTIFIER_SET) as note:
        Certifier.objects.create(
            valid_from=valid_from,
            title=check_text(title, field="title", limit=40),
            name=check_text(name, field="name", limit=40),
            acting=acting,
            entered_at=business_now(),
            entered_by=access.staff_key,
        )
        note.say(**{"from": valid_from.isoformat(), "title": title.strip(), "acting": acting})
