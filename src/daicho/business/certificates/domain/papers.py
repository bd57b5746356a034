"""Papers (帳票の一覧): every kind of paper that goes out under a number, by the code that the history keeps."""

from __future__ import annotations

from typing import Final

from daicho.business.certificates.domain.composition import Form
from daicho.business.certificates.domain.letters import LETTERS, LISTS
from daicho.business.certificates.domain.notices import NOTICES

PAPERS: Final[dict[str, str]] = {
    **{form.value: form.label for form in Form},
    **{notice.code: notice.title for notice in NOTICES.values()},
    **{letter.code: f"{letter.title}（一括）" for letter in LETTERS.values()},
    **LISTS,
}


def title_of(kind: str) -> str:
    """The name of a kind of paper; KeyError for one that never was."""
    return PAPERS[kind]
