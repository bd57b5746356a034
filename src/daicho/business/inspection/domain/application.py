"""Application (閲覧の請求・申出, 住基法11条2項・11条の2第2項): what stands on the paper, checked as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from daicho.business.inspection.domain.conditions import (
    EVERYBODY,
    Condition,
    condition_problems,
)
from daicho.business.inspection.domain.grounds import GROUNDS, Ground
from daicho.kernel.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspector:
    """One who comes to inspect: of an organ with their post, else with their address."""

    name: str
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The paper. `applicant` is the organ, the body or the person; `representative` who answers for it.

    `purpose` is what was written in full, `outline` what the yearly report may say of it. `undisclosable`: an organ
    cannot say why (犯罪捜査など), and names the law alone. `custody`, `handlers`, `outcome`: how what was read is kept,
    who handles it, how the results are treated. `pledged`: the 誓約書 came with it.
    """

    ground: str
    applicant: str
    representative: str = ""
    address: str = ""
    telephone: str = ""
    entrusted_by: str = ""
    purpose: str = ""
    outline: str = ""
    law: str = ""
    undisclosable: bool = False
    custody: str = ""
    handlers: str = ""
    outcome: str = ""
    documents: str = ""
    pledged: bool = False
    inspectors: tuple[Inspector, ...] = ()
    wished_on: date | None = None
    condition: Condition = EVERYBODY

    @property
    def row(self) -> Ground:
        return GROUNDS[self.ground]

    @property
    def published(self) -> bool:
        """Whether the yearly report tells of it (法11条3項・11条の2第12項)."""
        return self.row.published and not self.undisclosable


LONGEST: Final = 1000
TEXTS: Final = (
    "applicant",
    "representative",
    "address",
    "telephone",
    "entrusted_by",
    "purpose",
    "outline",
    "law",
    "custody",
    "handlers",
    "outcome",
    "documents",
)


def application_problems(
    paper: Application, *, known_towns: Iterable[str], today: date
) -> list[Problem]:
    """Everything wrong with an application; a ground that permits nothing is named by its row."""
    ground = GROUNDS.get(paper.ground)
    if ground is None:
        return [_blank("ground", "閲覧のできる場合のどれに当たるか", "一覧から選んでください。")]
    if not ground.permitted:
        return [not_permitted(ground)]
    found = [_blank(field, label) for field, label in _required(paper, ground)]
    found += _texts(paper)
    if not paper.inspectors:
        found.append(_blank("inspectors", "閲覧する人"))
    elif any(not (one.name.strip() and one.standing.strip()) for one in paper.inspectors):
        found.append(_blank("inspectors", "閲覧する人の氏名と、職名又は住所"))
    if paper.undisclosable and not ground.organ:
        found.append(
            Problem(
                "inspection.undisclosable",
                "undisclosable",
                "請求の事由を示さない扱いはできません。",
                "事由を示さなくてよいのは、国・地方公共団体の機関だけです（住基法11条2項2号）。",
                "利用の目的を入力してください。",
            )
        )
    if paper.wished_on is not None and paper.wished_on < today:
        found.append(
            Problem(
                "inspection.wished_on",
                "wished_on",
                "閲覧を希望する日が、過ぎた日です。",
                "これから閲覧する日を決めます。",
                "今日以後の日を入力するか、空欄にしてください。",
            )
        )
    return [*found, *condition_problems(paper.condition, known_towns=known_towns)]


def not_permitted(ground: Ground) -> Problem:
    """No article permits this: the row says which ones do."""
    return Problem(
        "inspection.not_permitted",
        "ground",
        f"「{ground.label}」の閲覧はできません。",
        f"{ground.article}。閲覧できるのは法11条・11条の2に掲げる場合だけです。",
        "申し出た人に、当てはまる場合がないことを伝えてください。",
    )


def _required(paper: Application, ground: Ground) -> Iterable[tuple[str, str]]:
    wanted = [
        ("applicant", "機関・法人・申出者の名称", paper.applicant),
        ("telephone", "連絡先", paper.telephone),
        ("custody", "閲覧した事項の管理の方法", paper.custody),
        ("outline", "公表する目的の概要", paper.outline if paper.published else "―"),
    ]
    if ground.organ:
        wanted += [
            ("representative", "事務の責任者の職名と氏名", paper.representative),
            ("law", "事務の根拠となる法令", paper.law),
            ("purpose", "請求の事由", "―" if paper.undisclosable else paper.purpose),
        ]
    else:
        wanted += [
            ("address", "申出者の住所・所在地", paper.address),
            ("purpose", "利用の目的", paper.purpose),
            ("handlers", "閲覧した事項を取り扱う人の範囲", paper.handlers),
            ("pledged", "誓約書", "―" if paper.pledged else ""),
        ]
    if ground.outcome:
        wanted.append(("outcome", "成果の取扱い", paper.outcome))
    return ((field, label) for field, label, value in wanted if not value.strip())


def _texts(paper: Application) -> list[Problem]:
    return [
        Problem(
            "inspection.too_long",
            name,
            f"{LONGEST}字を超えています。",
            "申出書の欄に収まる長さで残します。",
            "短くするか、添付書類に書いてもらってください。",
        )
        for name in TEXTS
        if len(getattr(paper, name)) > LONGEST
    ]


def _blank(field: str, label: str, remedy: str = "申出書を確かめて入力してください。") -> Problem:
    return Problem(
        f"inspection.{field}",
        field,
        f"{label}がありません。",
        "閲覧の請求・申出で明らかにしなければならない事項です（住基法11条2項・11条の2第2項）。",
        remedy,
    )
