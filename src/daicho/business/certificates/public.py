"""What other parts may ask of certificates."""

from daicho.business.certificates.commands.issue_letters import issue_letters
from daicho.business.certificates.domain.letters import LetterFacts
from daicho.business.certificates.selectors.history import IssuedCopy, issued_on
from daicho.business.certificates.selectors.occasions import NoticeLine, notices_of_case

__all__ = [
    "IssuedCopy",
    "LetterFacts",
    "NoticeLine",
    "issue_letters",
    "issued_on",
    "notices_of_case",
]
