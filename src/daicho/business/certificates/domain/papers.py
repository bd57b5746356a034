"""Papers (帳票の一覧): every kind of paper that goes out under a number, by the code that the history keeps."""

from __future__ import annotations

from typing import Final

from daicho.business.certificates.domain.absence import Lack
from daicho.business.certificates.domain.composition import Form
from daicho.business.certificates.domain.letters import LETTERS
from daicho.business.certificates.domain.lists import LISTS
from daicho.business.certificates.domain.notices import NOTICES

INSPECTION_COPY: Final = "inspection_copy"
"""The list that is made for inspection (閲覧); its lines are kept by `business.inspection`."""
INQUIRY_REPLY: Final = "inquiry_reply"
"""The answer to another authority (照会への回答); `business.requests` decides on it."""
OVERFLOW_LIST: Final = "overflow_list"
PAPERS: Final[dict[str, str]] = {
    **{form.value: form.label for form in Form},
    **{notice.code: notice.title for notice in NOTICES.values()},
    **{
        letter.code: letter.title if letter.single else f"{letter.title}（一括）"
        for letter in LETTERS.values()
    },
    **LISTS,
    **{lack.value: lack.label for lack in Lack},
    OVERFLOW_LIST: "文字超過リスト",
    INSPECTION_COPY: "住民基本台帳の一部の写し（閲覧用）",
    INQUIRY_REPLY: "照会への回答書",
}


def title_of(kind: str) -> str:
    """The name of a kind of paper; KeyError for one that never was."""
    return PAPERS[kind]
