"""Render (印刷イメージ): a sheet of plain data to PDF/A-2a and UA-1, or to pictures for the screen.

The same sheet gives the same bytes. Threads may render at once: each keeps its own compiler.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from importlib import resources
from pathlib import Path
from threading import local
from typing import Any

import typst
from pydantic import TypeAdapter

from daicho.foundation.documents.compose import SingleSheet, compose, singles
from daicho.foundation.documents.fitting import Fitter, Line, Overflow
from daicho.foundation.documents.forgetting import forget
from daicho.foundation.documents.glyphs import glyphs_of
from daicho.foundation.documents.grids import Page
from daicho.foundation.documents.ground import code_svg, ground_svg
from daicho.foundation.documents.sheets import (
    CertifiedSheet,
    Certifier,
    ConfirmationSheet,
    Excess,
    Issue,
    Sheet,
)
from daicho.kernel.clock import TOKYO
from daicho.kernel.wareki import format_wareki

STANDARDS = ["a-2a", "ua-1"]
SPECIMEN = "見本"
PREVIEW = "プレビュー"
_SENTENCE_WIDTH = 174.0
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# Pages are most of what a template is told: they are written as they are, not first taken apart.
_PAGES = TypeAdapter(list[Page])


@dataclass(frozen=True, slots=True)
class Document:
    """A rendered sheet; `overflows` is its list of overflows (文字超過リスト, STD-5.8)."""

    pdf: bytes
    pages: int
    sha256: str
    overflows: tuple[Overflow, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the template is told of one sheet, as JSON, every text fitted; its pictures (公印, 地紋, QR) by their names."""

    text: str
    pictures: Mapping[str, str]
    pages: int
    overflows: tuple[Overflow, ...]
    author: str
    sealed: bool

    @property
    def data(self) -> Mapping[str, object]:
        """The same, read."""
        data: Mapping[str, object] = json.loads(self.text)
        return data

    @property
    def sha256(self) -> str:
        """The digest of what is drawn, for a sheet that is printed in one file with others."""
        named = "\n".join(sorted(self.pictures))
        return hashlib.sha256(f"{self.text}\n{named}".encode()).hexdigest()


class Printer:
    """Renders with one font file; made once a process."""

    def __init__(self, font: Path) -> None:
        self._font = font
        self._kept = local()
        template = resources.files("daicho.foundation.documents").joinpath("templates/sheet.typ")
        self._template = Path(str(template))

    def render(self, sheet: Sheet) -> Document:
        """The sheet as PDF. Raises `Invalid` naming every character that cannot be printed."""
        drawn = [self.draw(one) for one in singles(sheet)]
        pdf = self.press(drawn, title=sheet.title, author=_author(sheet), on=_dated(sheet))
        return Document(
            pdf,
            pages=sum(one.pages for one in drawn),
            sha256=hashlib.sha256(pdf).hexdigest(),
            overflows=tuple(over for one in drawn for over in one.overflows),
        )

    def preview(self, sheet: Sheet) -> list[bytes]:
        """The pages as SVG, marked as a preview; never something that could be handed over."""
        drawn = [self.draw(one, watermark=PREVIEW) for one in singles(sheet)]
        data = _file(drawn, title=sheet.title, author=_author(sheet))
        pages = self._compile(data, format="svg", timestamp=_timestamp(_dated(sheet)))
        return pages if isinstance(pages, list) else [pages]

    def overflows(self, sheet: Sheet) -> tuple[Overflow, ...]:
        """What does not fit on a sheet, without drawing it."""
        return tuple(over for one in singles(sheet) for over in self.draw(one).overflows)

    def press(self, drawn: Sequence[Drawn], *, title: str, author: str, on: date) -> bytes:
        """Drawn sheets as one PDF, each with page numbers of its own; other threads run meanwhile."""
        data = _file(drawn, title=title, author=author)
        pdf: bytes = self._compile(
            data, format="pdf", pdf_standards=STANDARDS, timestamp=_timestamp(on)
        )
        return pdf

    def forget(self) -> None:
        """Memory as before the last file: between the files of a batch, in the thread that pressed it."""
        forget(self._compiler(), {"title": "", "author": "", "pictures": {}, "sheets": []})

    def draw(self, sheet: SingleSheet, *, watermark: str = SPECIMEN) -> Drawn:
        """A sheet composed and fitted. Raises `Invalid` as `render` does."""
        issue = None if isinstance(sheet, ConfirmationSheet) else sheet.issue
        fitter = Fitter(glyphs_of(self._font), issue.excess if issue else Excess.STRICT)
        pages = compose(sheet, fitter=fitter)
        specimen = sheet.specimen if isinstance(sheet, ConfirmationSheet) else sheet.issue.specimen
        certified = isinstance(sheet, CertifiedSheet)
        title = fitter.printable(sheet.title, label="表題")
        shown = _Pictures()
        finished = _PAGES.dump_json([_finished(page, title, shown) for page in pages]).decode()
        data: dict[str, object] = {
            "ground": shown.name(ground_svg(self._font))
            if certified and issue and issue.ground
            else None,
            "tally": shown.name(issue.seal.svg) if issue and issue.tally and issue.seal else None,
            "specimen": specimen or watermark == PREVIEW,
            "watermark": watermark,
            "marks": [fitter.printable(mark, label="表示") for mark in _marks(issue)],
            "phrases": fitter.printable("　".join(issue.phrases), label="固定文言")
            if issue
            else "",
            "number": fitter.printable(f"{issue.number} ", label="発行番号")
            if issue and issue.number
            else "",
            "issue": _issue(issue, fitter, shown) if issue and certified else None,
        }
        fitter.check()
        return Drawn(
            f'{{"pages":{finished},{_JSON.encode(data)[1:]}',
            shown.by_name,
            pages=len(pages),
            overflows=tuple(fitter.overflows),
            author=author_of(issue.certifier) if issue else "",
            sealed=issue is not None and issue.seal is not None,
        )

    def _compile(self, data: str, **options: Any) -> Any:
        # Any: typst's stubs give one union for every format.
        return self._compiler().compile(sys_inputs={"data": data}, **options)

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


class _Pictures:
    """The pictures of one sheet, each named by its content, so that a file of many sheets holds it once."""

    def __init__(self) -> None:
        self.by_name: dict[str, str] = {}

    def name(self, svg: str) -> str:
        name = _name_of(svg)
        self.by_name[name] = svg
        return name


@lru_cache(maxsize=64)
def _name_of(svg: str) -> str:
    return hashlib.sha256(svg.encode()).hexdigest()[:16]


def _file(drawn: Sequence[Drawn], *, title: str, author: str) -> str:
    """The data of one file as JSON."""
    pictures = {name: svg for one in drawn for name, svg in one.pictures.items()}
    head = _JSON.encode({"title": title, "author": author, "pictures": pictures})
    return f'{head[:-1]},"sheets":[{",".join(one.text for one in drawn)}]}}'


def _dated(sheet: Sheet) -> date:
    return sheet.made_on if isinstance(sheet, ConfirmationSheet) else sheet.issue.issued_on


def _timestamp(on: date) -> int:
    return int(datetime.combine(on, time(), tzinfo=TOKYO).timestamp())


def _author(sheet: Sheet) -> str:
    issue = None if isinstance(sheet, ConfirmationSheet) else sheet.issue
    return author_of(issue.certifier) if issue else ""


def author_of(certifier: Certifier) -> str:
    """Who a file says that it is from."""
    return f"{certifier.prefecture}{certifier.title}"


def _marks(issue: Issue | None) -> list[str]:
    if issue is None:
        return []
    wanted = ((issue.official_use, "公用"), (issue.reissue, "再交付"))
    return [*(mark for shown, mark in wanted if shown), *issue.marks]


def _finished(page: Page, title: str, shown: _Pictures) -> Page:
    """A page with its heading, and with the name of a picture where the picture stood."""
    heading = None if page.heading is None else page.heading or title
    head = page.head
    if head is not None and head.seal:
        head = replace(head, seal=shown.name(head.seal))
    return replace(page, heading=heading, head=head)


def _lines(lines: tuple[Line, ...]) -> list[dict[str, object]]:
    return [{"text": line.text, "size": line.size} for line in lines]


def _issue(issue: Issue, fitter: Fitter, shown: _Pictures) -> dict[str, object]:
    """The certifying part; its name is the mayor's, and is fitted like any other."""

    def fit(
        text: str, *, width: float, sizes: tuple[float, ...], label: str
    ) -> list[dict[str, object]]:
        return _lines(
            fitter.fit(text, width=width, height=9.0, sizes=sizes, label=label, place="認証")
        )

    who = issue.certifier
    office = f"{who.prefecture}{who.title}　{who.name}"
    return {
        "sentence": fit(
            issue.sentence, width=_SENTENCE_WIDTH, sizes=(10.5, 9.0, 8.0, 7.0), label="認証文"
        ),
        "date": format_wareki(issue.issued_on),
        "certifier": fit(office, width=110.0, sizes=(13.0, 11.0, 9.0, 8.0), label="職名・氏名"),
        "seal": shown.name(issue.seal.svg) if issue.seal else None,
        "side": issue.seal.side_mm if issue.seal else 0,
        "qr": shown.name(code_svg(issue.verification.rows)) if issue.verification else None,
        "code": fitter.printable(issue.verification.code, label="確認用番号")
        if issue.verification
        else "",
    }
