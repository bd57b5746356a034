"""Every paper was drawn (帳票の見本帳): none is in the catalogue of the code without a picture."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from pypdf import PdfReader

from daicho.business.certificates.domain.applications import APPLICATIONS
from daicho.business.certificates.domain.notices import NOTICES
from daicho.business.certificates.domain.papers import INQUIRY_REPLY, INSPECTION_COPY, PAPERS
from daicho.business.certificates.tests.gallery import Gallery, draw_everything
from daicho.business.movements.tests.family import Staff
from daicho.kernel.access import Access

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]

# Drawn by those who decide on them, and looked at there.
ELSEWHERE = {INSPECTION_COPY, INQUIRY_REPLY}


@pytest.mark.proves("REG-065", "REG-091")
def test_every_paper_and_every_form_can_be_drawn_and_names_itself(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    drawn = draw_everything(Gallery(desk_clerk, staff), family)
    _keep(drawn)
    assert set(PAPERS) - ELSEWHERE - set(drawn) == set()
    for code, form in APPLICATIONS.items():
        for pdf in (drawn[f"form_{code}"], drawn[f"form_{code}_filled"]):
            assert "".join(form.title.split()) in _words(pdf)
    for code, notice in NOTICES.items():
        assert notice.title.removesuffix("の指定・変更のお知らせ") in _words(drawn[code])


def _words(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def _keep(drawn: dict[str, bytes]) -> None:
    """The PDFs in the folder that `DAICHO_GALLERY` names, for somebody to look at."""
    if folder := os.environ.get("DAICHO_GALLERY"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        for name, pdf in drawn.items():
            Path(folder, f"{name}.pdf").write_bytes(pdf)
