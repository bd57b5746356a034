"""The office (発信者): what every notice of a day carries: sender, seal, where to ask, 教示文, the court.

Runs inside the entry of whoever issues.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.conf import settings

from daicho.business.certificates.domain.notice import Desk
from daicho.business.certificates.printing import SEAL_OMITTED, issue_on
from daicho.foundation.documents import sheets
from daicho.foundation.law_values import value_on
from daicho.kernel.addresses import municipality_of


def notice_issue(
    day: date, *, number: str, sealed: bool, specimen: bool, kind: str = ""
) -> sheets.Issue:
    """In whose name a notice goes out, with the seal unless it is left out here or in the town's table."""
    issue = issue_on(day, kind, number=number, sealed=sealed, specimen=specimen)
    # A letter says 公印省略 beneath its sender.
    return replace(issue, phrases=tuple(one for one in issue.phrases if one != SEAL_OMITTED))


def desk_on(day: date, *, issue: sheets.Issue, taught: bool = False) -> Desk:
    """The office's part of a notice that goes out on a day."""
    town = municipality_of(settings.TOWN["code"])
    ask = value_on("notices", "enquiries", day)
    court = value_on("notices", "summary_court", day)
    return Desk(
        issue=issue,
        town=town.name,
        enquiries=f"{town.name}{ask.title}　電話 {ask.facts['phone']}",
        instruction=instruction(day, town.name) if taught else "",
        court=sheets.Addressee(
            court.title, court.facts["address"], str(court.facts["postal"]), honorific="御中"
        ),
    )


def instruction(day: date, town: str) -> str:
    """教示文 (行政不服審査法82条、行政事件訴訟法46条), with the periods in force on the day."""
    review = value_on("notices", "review_request", day).facts
    suit = value_on("notices", "revocation_suit", day).facts
    return (
        f"１　この処分に不服があるときは、この通知書を受け取った日の翌日から起算して{review['months']}か月以内に、"
        f"{town}長に対して審査請求をすることができます（処分の日の翌日から起算して{review['years']}年を経過したときは、"
        "できません）。\n"
        f"２　この処分の取消しの訴えは、この通知書を受け取った日の翌日から起算して{suit['months']}か月以内に、"
        f"{town}を被告として（訴訟において{town}を代表する者は{town}長となります。）提起することができます"
        f"（処分の日の翌日から起算して{suit['years']}年を経過したときは、できません）。審査請求をしたときは、"
        f"その裁決書を受け取った日の翌日から起算して{suit['months']}か月以内に提起することができます。"
    )
