"""What is written on a card, and the form of application: the four items, how they fit, and the person's items."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import Staff, moving
from daicho.business.movements.tests.paper import FOREIGNER, carry_through, move_in_paper
from daicho.foundation.documents.ground import specimen_seal
from daicho.foundation.documents.printing import font, strip_printer
from daicho.foundation.documents.strips import PAPERS, Strip
from daicho.gateways.cards.domain.face import Face
from daicho.gateways.cards.selectors import face as face_selector
from daicho.gateways.cards.selectors.application import draw_application
from daicho.gateways.cards.selectors.face import draw_face, open_face
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Missing, Unavailable
from daicho.registers.code_tables.public import SealKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
POINTS_A_MM = 72 / 25.4


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A seal for cards, as the code table would have it."""

    def seal(_day: date, kind: SealKind) -> object:
        assert kind is SealKind.CARD
        return specimen_seal(font())

    monkeypatch.setattr(face_selector, "seal_on", seal)


def words_of(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def moved(staff: Staff, family: list[UUID]) -> None:
    paper = moving(
        family, destination="new", town_code="066000", town_code_text="五老内町", banchi="9-9"
    )
    carry_through(*staff, "move_within", paper)


@pytest.mark.proves("STD-7.1.1.3/m4", "STD-7.1.1.3/m6")
@pytest.mark.usefixtures("sealed")
def test_after_a_move_the_four_items_are_written_on_the_card(
    clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    moved(staff, family)
    form = open_face(clerk, person=family[0])
    assert form.suggested.reason == "転居"
    assert form.suggested.notified_on == date(2026, 11, 10)
    assert form.suggested.content.endswith("五老内町9-9")
    drawn = draw_face(clerk, person=family[0], face=form.suggested)
    said = words_of(drawn.pdf)
    assert "令和8年11月10日" in said or "R8.11.10" in said
    assert "転居" in said
    assert "五老内町9-9" in said
    assert b"/Image" in drawn.pdf or b"/Form" in drawn.pdf  # the 職印
    page = PdfReader(BytesIO(drawn.pdf)).pages[0].mediabox
    size = (float(page.width) / POINTS_A_MM, float(page.height) / POINTS_A_MM)
    assert size == pytest.approx((85.6, 54.0), abs=0.1)


@pytest.mark.proves("STD-7.1.1.3/m7")
@pytest.mark.usefixtures("sealed")
def test_one_row_left_makes_one_line_and_more_rows_larger_letters(
    clerk: Access, family: list[UUID]
) -> None:
    face = Face(
        paper="individual_number",
        reason="転居",
        content="福島県福島市五老内町三丁目1番地の2　見本ハイツ　101号",
        notified_on=date(2026, 11, 10),
        left=1,
    )
    sizes = []
    for left in (1, 2, 3, 4):
        drawn = draw_face(
            clerk,
            person=family[0],
            face=Face(face.paper, face.reason, face.content, face.notified_on, left),
        )
        assert len(drawn.lines) <= left
        sizes.append(drawn.size)
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]
    assert len(draw_face(clerk, person=family[0], face=face).lines) == 1


@pytest.mark.proves("STD-7.1.1.3/m5")
@pytest.mark.usefixtures("sealed")
def test_every_kind_of_card_can_be_written_on(clerk: Access, family: list[UUID]) -> None:
    assert {paper.title for paper in PAPERS.values()} == {
        "個人番号カード",
        "住民基本台帳カード",
        "在留カード",
        "特別永住者証明書",
    }
    for code, paper in PAPERS.items():
        face = Face(code, "転居", "福島市五老内町9-9", date(2026, 11, 10), paper.rows)
        drawn = draw_face(clerk, person=family[0], face=face)
        known = PdfReader(BytesIO(drawn.pdf)).metadata
        assert known is not None
        assert known.title == f"{paper.title}の券面事項"


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"content": "長い住所" * 60}, "left"),
        ({"left": 0}, "left"),
        ({"left": 5}, "left"),
        ({"reason": " "}, "reason"),
        ({"content": ""}, "content"),
        ({"notified_on": None}, "notified_on"),
        ({"paper": "other"}, "paper"),
    ],
)
def test_what_cannot_be_written_is_refused(
    clerk: Access, family: list[UUID], changed: dict[str, object], field: str
) -> None:
    given: dict[str, object] = {
        "paper": "individual_number",
        "reason": "転居",
        "content": "福島市五老内町9-9",
        "notified_on": date(2026, 11, 10),
        "left": 1,
    }
    face = Face(**(given | changed))  # type: ignore[arg-type]  # some of them wrong, on purpose
    with pytest.raises(Invalid) as caught:
        draw_face(clerk, person=family[0], face=face)
    assert field in {p.field for p in caught.value.problems}


def test_without_a_seal_for_cards_nothing_is_written(clerk: Access, family: list[UUID]) -> None:
    face = Face("individual_number", "転居", "福島市五老内町9-9", date(2026, 11, 10), 1)
    with pytest.raises(Unavailable) as caught:
        draw_face(clerk, person=family[0], face=face)
    assert "カード券面用の印" in caught.value.what


def test_the_same_strip_gives_the_same_bytes() -> None:
    strip = Strip(
        PAPERS["residence"],
        ("R8.11.10届", "転居", "福島市五老内町9-9"),
        2,
        specimen_seal(font()),
        date(2026, 11, 20),
        "市民課",
    )
    assert strip_printer().draw(strip).pdf == strip_printer().draw(strip).pdf


@pytest.mark.proves("STD-7.1.1.3/m3")
def test_the_forms_of_application_have_the_persons_items(
    clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    first = words_of(draw_application(clerk, person=family[0], form="first"))
    assert "個人番号カード交付申請書" in first
    for item in ("見本太郎", "ミホンタロウ", "昭和60年4月1日", "男", "五老内町3-1"):
        assert item in first
    assert "再交付の理由" not in first
    again = words_of(draw_application(clerk, person=family[0], form="again"))
    assert "個人番号カード再交付申請書" in again
    assert "再交付の理由" in again
    paper = move_in_paper(FOREIGNER | {"relationship": "世帯主"}, origin="overseas")
    case = carry_through(*staff, "move_in", paper)
    foreigner = Case.objects.get(key=case).persons[0]
    form = words_of(draw_application(clerk, person=foreigner, form="first"))
    for item in ("SAMPLEMARIA", "中長期在留者", "2028年2月3日"):
        assert item in form
    with pytest.raises(Missing):
        draw_application(clerk, person=family[0], form="other")
