"""Steps of specs/features/certificates.feature (住民票の写し・除票の写しの交付, 住基法12条)."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.certificates.commands.issue import issue
from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.domain.composition import Form, Item
from daicho.business.certificates.domain.rights import ROWS, Proof, Requester
from daicho.business.certificates.domain.wish import Request
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.desk import issued_sheet
from daicho.business.movements.tests.paper import individual_number
from daicho.foundation.law_values import in_force
from daicho.foundation.staff.public import system_access
from daicho.foundation.vault.public import NumberKind
from daicho.kernel.access import Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import DaichoError, Refused
from daicho.registers.residents.selectors.person import show_number
from tests.features.conftest import Story
from tests.features.entering import BLANK, Table
from tests.features.register import holding_of

scenarios(str(Path(__file__).parents[2] / "specs/features/certificates.feature"))

EVERYBODY = ("見本　太郎", "見本　花子", "見本　一郎")
PLAIN = {
    "様式": "住民票の写し（世帯連記式）",
    "記載する項目": BLANK,
    "請求者": "本人",
    "請求者の氏名": "見本　太郎",
    "請求の理由": BLANK,
    "本人確認書類": "個人番号カード",
    "通数": "1",
    "渡し方": "窓口",
}
"""What the application says where the scenario does not speak of it."""


@pytest.fixture
def issued() -> list[UUID]:
    """What the last request was answered with."""
    return []


def listed(words: str) -> list[str]:
    return [] if words == BLANK else words.split("、")


def documents() -> dict[str, str]:
    return {v.title: v.code for v in in_force("identity_documents", business_today())}


def request_of(cells: dict[str, str]) -> Request:
    requester = next(one for one in Requester if one.label == cells["請求者"])
    return Request(
        key=uuid4(),
        form=next(form for form in Form if form.label == cells["様式"]),
        records=tuple(holding_of(name).record for name in listed(cells["証明する人"])),
        items=frozenset(
            next(item for item in Item if item.label.startswith(words))
            for words in listed(cells["記載する項目"])
        ),
        requester=requester,
        requester_name=cells["請求者の氏名"],
        ground="" if cells["請求の理由"] == BLANK else cells["請求の理由"],
        documents=tuple(documents()[title] for title in listed(cells["本人確認書類"])),
        copies=int(cells["通数"]),
        official=False,
        by_post=cells["渡し方"] == "本人の住所へ郵送",
        proofs=frozenset(ROWS[requester].proofs),
    )


@given(parsers.parse("認証者は「{title} {name}」である"))
def _(title: str, name: str) -> None:
    access = system_access(Purpose.ADMINISTRATION, job="features")
    set_certifier(access, valid_from=date(2020, 4, 1), title=title, name=name)


@given("写しを次のとおり交付する")
@when("写しを次のとおり交付する")
def _(story: Story, issued: list[UUID], datatable: Table) -> None:
    request = request_of(PLAIN | {row[0]: row[1] for row in datatable})
    issued.clear()
    try:
        issued.extend(issue(story.clerk.serving(Purpose.CERTIFICATE), request=request))
    except DaichoError as error:
        story.refusal = error


def pages_of(story: Story, key: UUID) -> str:
    _, pdf = issued_sheet(story.clerk.serving(Purpose.CERTIFICATE), issue=key)
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def text_of(story: Story, issued: list[UUID]) -> str:
    """All that is printed, without spaces and line ends."""
    assert issued, story.refusal
    return re.sub(r"\s", "", "".join(pages_of(story, key) for key in issued))


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


@then(parsers.re("写しに「(?P<words>[^」]+)」(が|は)(?P<how>載る|載らない)"))
def _(story: Story, issued: list[UUID], words: str, how: str) -> None:
    assert (squeezed(words) in text_of(story, issued)) is (how == "載る")


@then(parsers.parse("写しに載る人は「{names}」である"))
def _(story: Story, issued: list[UUID], names: str) -> None:
    """Nobody else; the head's name stands only where it was asked for."""
    text = text_of(story, issued)
    shown = [
        name for name in EVERYBODY if f"氏名{squeezed(name)}" in text or squeezed(name) in text
    ]
    assert shown == names.split("、")


@then(parsers.parse("交付したのは{count:d}枚である"))
def _(issued: list[UUID], count: int) -> None:
    assert len(issued) == count


@then("何も交付されない")
def _() -> None:
    assert not Issue.objects.exists()


@then("写しに12桁の番号は現れない")
def _(story: Story, issued: list[UUID]) -> None:
    (key,) = issued
    assert not re.search(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)", pages_of(story, key))
    text = text_of(story, issued)
    assert not [index for index in (1, 2, 3) if individual_number(index) in text]


@then(parsers.re("写しに見本(?P<index>\\d)の個人番号が載る"))
def _(story: Story, issued: list[UUID], index: str) -> None:
    assert individual_number(int(index)) in text_of(story, issued)


@then("発行記録は次のとおりである")
def _(issued: list[UUID], datatable: Table) -> None:
    titles = {code: title for title, code in documents().items()}
    titles |= {proof.value: proof.label for proof in Proof}
    told = [
        {
            "請求者": Requester(row.requester).label,
            "請求者の氏名": row.requester_name,
            "請求の理由": row.ground,
            "職員": row.issued_by_name,
            "端末": row.terminal,
            "本人確認書類": "、".join(titles[code] for code in row.identity_documents),
            "記載した項目": "、".join(Item(code).label for code in row.items),
        }
        for row in Issue.objects.filter(key__in=issued).order_by("copy")
    ]
    labels, *rows = datatable
    assert [[line[label] for label in labels] for line in told] == [list(row) for row in rows]


@then(parsers.parse("{count:d}通の発行番号はすべて違い、「{start}」に発行順の番号とページ数が続く"))
def _(story: Story, issued: list[UUID], count: int, start: str) -> None:
    texts = [squeezed(pages_of(story, key)) for key in issued]
    found = [re.search(re.escape(squeezed(start)) + r"(\d{6})(\d+)/(\d+)", text) for text in texts]
    orders = [int(match[1]) for match in found if match]
    assert len(set(orders)) == count
    assert orders == sorted(orders)
    assert {(match[2], match[3]) for match in found if match} == {("1", "1")}


@then(parsers.parse("{name}の死亡した日は不詳である"))
def _(name: str) -> None:
    died = holding_of(name).particulars.removal_event_date
    assert died is not None
    assert died.is_uncertain


@then(parsers.parse("{name}の個人番号を窓口1は見られ、決裁1は見られない"))
def _(story: Story, name: str) -> None:
    version = holding_of(name).version
    clerk, _, approver = story.staff
    shown = show_number(clerk, version=version, kind=NumberKind.INDIVIDUAL)
    assert shown == individual_number(2)
    with pytest.raises(Refused):
        show_number(approver, version=version, kind=NumberKind.INDIVIDUAL)
