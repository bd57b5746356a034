"""Marking (照合の表示): the code and the two-dimensional code that a sheet carries in a town that has verification on."""

from __future__ import annotations

import qrcode
from django.conf import settings
from qrcode.constants import ERROR_CORRECT_M

from daicho.business.certificates.domain.verification import new_code
from daicho.foundation.documents.sheets import Verification


def new_mark() -> Verification | None:
    """A fresh code with its picture; None in a town that has verification off."""
    if not settings.CERTIFICATE_VERIFICATION:
        return None
    code = new_code()
    address = settings.CERTIFICATE_VERIFICATION_URL
    return Verification(rows=picture(f"{address}#{code}" if address else code), code=code)


def picture(text: str) -> tuple[str, ...]:
    """A two-dimensional code (QR) with its quiet zone, rows of 0 and 1."""
    drawing = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    drawing.add_data(text)
    drawing.make(fit=True)
    return tuple("".join("1" if dark else "0" for dark in row) for row in drawing.get_matrix())
