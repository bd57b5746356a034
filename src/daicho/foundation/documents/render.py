"""Render (印刷イメージ): a sheet of plain data to PDF/A-2a and UA-1, or to pictures for the screen.

The same sheet gives the same bytes. Threads may render at once: each keeps its own compiler.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, time
from importlib import resources
from pathlib import Path
from threading import local
from typing import Any

import typst

from daicho.foundation.documents.compose import SingleSheet, compose, singles
from daicho.foundation.documents.fitting import Fitter, Line, Overflow
from daicho.foundation.documents.glyphs import glyphs_of
from daicho.foundation.documents.grids import Block, Letterhead, Page
from daicho.foundation.documents.ground import code_svg, ground_svg
from daicho.foundation.documents.sheets import CertifiedSheet, ConfirmationSheet, Issue, Sheet
from daicho.kernel.clock import TOKYO
from daicho.kernel.wareki import format_wareki

STANDARDS = ["a-2a", "ua-1"]
SPECIMEN = "見本"
PREVIEW = "プレビュー"
_SENTENCE_WIDTH = 174.0


@dataclass(frozen=True, slots=True)
class Document:
    """A rendered sheet; `overflows` is its list of overflows (文字超過リスト, STD-5.8)."""

    pdf: bytes
    pages: int
    sha256: str
    overflows: tuple[Overflow, ...]


class Printer:
    """Renders with one font file; made once a process."""

    def __init__(self, font: Path) -> None:
        self._font = font
        self._kept = local()
        template = resources.files("daicho.foundation.documents").joinpath("templates/sheet.typ")
        self._template = Path(str(template))

    def render(self, sheet: Sheet) -> Document:
        """The sheet as PDF. Raises `Invalid` naming every character that cannot be printed."""
        drawn = [self._drawn(one, watermark=SPECIMEN) for one in singles(sheet)]
        pdf = self._compile(
            self._file(sheet, drawn),
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=_timestamp(sheet),
        )
        return Document(
            pdf,
            pages=sum(one.pages for one in drawn),
            sha256=hashlib.sha256(pdf).hexdigest(),
            overflows=tuple(over for one in drawn for over in one.overflows),
        )

    def preview(self, sheet: Sheet) -> list[bytes]:
        """The pages as SVG, marked as a preview; never something that could be handed over."""
        drawn = [self._drawn(one, watermark=PREVIEW) for one in singles(sheet)]
        pages = self._compile(self._file(sheet, drawn), format="svg", timestamp=_timestamp(sheet))
        return pages if isinstance(pages, list) else [pages]

    def _compile(self, data: dict[str, object], **options: Any) -> Any:
        # Any: typst's stubs give one union for every format.
        text = json.dumps(data, ensure_ascii=False)
        return self._compiler().compile(sys_inputs={"data": text}, **options)

    def _compiler(self) -> typst.Compiler:
        compiler: typst.Compiler | None = getattr(self._kept, "compiler", None)
        if compiler is None:
            compiler = typst.Compiler(
                input=str(self._template),
                root=str(self._template.parent),
                font_paths=[str(self._font.parent)],
                ignore_system_fonts=True,
            )
            self._kept.compiler = compiler
        return compiler

    def _file(self, sheet: Sheet, drawn: list[_Drawn]) -> dict[str, object]:
        issue = None if isinstance(sheet, ConfirmationSheet) else sheet.issue
        return {"title": sheet.title, "author": _author(issue), "sheets": [d.data for d in drawn]}

    def _drawn(self, sheet: SingleSheet, *, watermark: str) -> _Drawn:
        """What the template is told of one sheet; every text of it fitted and printable."""
        fitter = Fitter(glyphs_of(self._font))
        pages = compose(sheet, fitter=fitter)
        issue = None if isinstance(sheet, ConfirmationSheet) else sheet.issue
        specimen = sheet.specimen if isinstance(sheet, ConfirmationSheet) else sheet.issue.specimen
        certified = isinstance(sheet, CertifiedSheet)
        title = fitter.printable(sheet.title, label="表題")
        data: dict[str, object] = {
            "pages": [_page(page, title) for page in pages],
            "ground": ground_svg(self._font) if certified else None,
            "specimen": specimen or watermark == PREVIEW,
            "watermark": watermark,
            "marks": [fitter.printable(mark, label="表示") for mark in _marks(issue)],
            "phrases": fitter.printable("　".join(issue.phrases), label="固定文言")
            if issue
            else "",
            "number": fitter.printable(f"{issue.number} ", label="発行番号")
            if issue and issue.number
            else "",
            "issue": _issue(issue, fitter) if issue and certified else None,
        }
        fitter.check()
        return _Drawn(data, len(pages), tuple(fitter.overflows))


@dataclass(frozen=True, slots=True)
class _Drawn:
    data: dict[str, object]
    pages: int
    overflows: tuple[Overflow, ...]


def _timestamp(sheet: Sheet) -> int:
    on = sheet.made_on if isinstance(sheet, ConfirmationSheet) else sheet.issue.issued_on
    return int(datetime.combine(on, time(), tzinfo=TOKYO).timestamp())


def _author(issue: Issue | None) -> str:
    return f"{issue.certifier.prefecture}{issue.certifier.title}" if issue else ""


def _marks(issue: Issue | None) -> list[str]:
    if issue is None:
        return []
    wanted = ((issue.official_use, "公用"), (issue.reissue, "再交付"))
    return [*(mark for shown, mark in wanted if shown), *issue.marks]


def _page(page: Page, title: str) -> dict[str, object]:
    return {
        "heading": None if page.heading is None else page.heading or title,
        "head": _letterhead(page.head) if page.head else None,
        "blocks": [_block(one) for one in page.blocks],
    }


def _letterhead(head: Letterhead) -> dict[str, object]:
    return {
        "dated": _lines(head.dated),
        "addressee": _lines(head.addressee),
        "sender": _lines(head.sender),
        "seal": head.seal,
    }


def _lines(lines: tuple[Line, ...]) -> list[list[object]]:
    return [[line.text, line.size] for line in lines]


def _block(block: Block) -> dict[str, object]:
    rows = [
        {
            "height": row.height,
            "cells": [
                {
                    "span": cell.span,
                    "tone": cell.tone.value,
                    "lines": _lines(cell.lines),
                }
                for cell in row.cells
            ],
        }
        for row in block.rows
    ]
    return {"gap": block.gap, "number": block.number, "framed": block.framed, "rows": rows}


def _issue(issue: Issue, fitter: Fitter) -> dict[str, object]:
    """The certifying part; its name is the mayor's, and is fitted like any other."""

    def fit(text: str, *, width: float, sizes: tuple[float, ...], label: str) -> list[list[object]]:
        return _lines(
            fitter.fit(text, width=width, height=9.0, sizes=sizes, label=label, place="認証")
        )

    who = asdict(issue.certifier)
    office = f"{who['prefecture']}{who['title']}　{who['name']}"
    return {
        "sentence": fit(
            issue.sentence, width=_SENTENCE_WIDTH, sizes=(10.5, 9.0, 8.0, 7.0), label="認証文"
        ),
        "date": format_wareki(issue.issued_on),
        "certifier": fit(office, width=110.0, sizes=(13.0, 11.0, 9.0, 8.0), label="職名・氏名"),
        "seal": issue.seal.svg if issue.seal else None,
        "side": issue.seal.side_mm if issue.seal else 0,
        "qr": code_svg(issue.verification.rows) if issue.verification else None,
        "code": fitter.printable(issue.verification.code, label="確認用番号")
        if issue.verification
        else "",
    }
