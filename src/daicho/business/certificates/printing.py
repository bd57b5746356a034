"""Printing (印刷): in whose name, with which seal and marks a paper goes out on a day (STD-5.6), and what drew it."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from importlib import resources

from django.conf import settings

from daicho.business.certificates.models import Certifier
from daicho.foundation.documents import sheets
from daicho.foundation.documents.ground import specimen_seal
from daicho.foundation.documents.printing import font
from daicho.kernel.addresses import municipality_of
from daicho.kernel.errors import Unavailable
from daicho.registers.code_tables.public import SealKind, Signer, paper_seal_on, seal_on

SEAL_IS_BLACK = "この印は黒色です"
SEAL_OMITTED = "公印省略"


def issue_on(
    day: date, paper: str, *, number: str, sealed: bool = True, specimen: bool = False
) -> sheets.Issue:
    """The act of issuing a kind of paper on a day: its certifier, seal, phrases and what the town settled of its paper.

    The town's table says for each kind whose name and which seal (`code_tables`, prepared ahead); `sealed` may leave
    the seal out where the table has it. Until a seal is registered, one that says 見本.
    """
    wanted = paper_seal_on(paper, day)
    certifier = certifier_on(day, wanted.signer)
    kind = SealKind.ACTING if certifier.acting else SealKind.MAYOR
    stamped = sealed and wanted.sealed
    seal = _seal(day, SealKind.CERTIFICATE if wanted.dedicated else kind) if stamped else None
    return sheets.Issue(
        sentence="",
        issued_on=day,
        certifier=sheets.Certifier(
            prefecture=municipality_of(settings.TOWN["code"]).prefecture,
            title=certifier.title,
            name=certifier.name,
        ),
        number=number,
        seal=seal,
        phrases=(wanted.phrase or (SEAL_IS_BLACK if stamped else SEAL_OMITTED),),
        specimen=specimen,
        ground=settings.CERTIFICATE_GROUND,
        tally=settings.CERTIFICATE_TALLY,
    )


def certifier_on(day: date, signer: Signer = Signer.OF_THE_DAY) -> Certifier:
    """In whose name papers go out on a day: the newest who has begun and not ended (a 職務代理者 ends).

    `signer` asks for 市区町村長 or 職務代理者 alone. `Unavailable` when nobody is registered.
    """
    begun = Certifier.objects.filter(valid_from__lte=day).exclude(valid_until__lte=day)
    if signer is not Signer.OF_THE_DAY:
        begun = begun.filter(acting=signer is Signer.ACTING)
    found = begun.order_by("-valid_from", "-id").first()
    if found is None:
        who = "職務代理者" if signer is Signer.ACTING else "市区町村長"
        raise Unavailable(
            "証明書を交付できません。",
            why=f"認証者（{who}）が登録されていません。",
            remedy="管理担当に、認証者の登録を頼んでください。",
            code="certificates.no_certifier",
        )
    return found


def excess() -> sheets.Excess:
    """What the town does with a text that does not fit on a certificate (STD-5.8/m3)."""
    return sheets.Excess(settings.CERTIFICATE_EXCESS)


def _seal(day: date, kind: SealKind) -> sheets.Seal:
    return seal_on(day, kind) or specimen_seal(font())


@cache
def template_version() -> str:
    """Which template drew a sheet: the head of its digest."""
    template = resources.files("daicho.foundation.documents").joinpath("templates/sheet.typ")
    return hashlib.sha256(template.read_bytes()).hexdigest()[:12]
