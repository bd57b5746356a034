"""What other parts may ask of certificates."""

from daicho.business.certificates.commands.issue import Preview, issue, preview_request
from daicho.business.certificates.commands.issue_letters import send_letter
from daicho.business.certificates.commands.keep import next_numbers
from daicho.business.certificates.commands.keep_listing import ListingFacts, keep_listing
from daicho.business.certificates.commands.send_reply import Reply, send_reply
from daicho.business.certificates.domain.composition import (
    ALWAYS_ON_A_COPY,
    FOREIGN_ITEMS,
    Form,
    Item,
)
from daicho.business.certificates.domain.guidance import COUNTERS
from daicho.business.certificates.domain.matching import fold_address
from daicho.business.certificates.domain.papers import PAPERS
from daicho.business.certificates.domain.relations import (
    ISSUE_ITEMS,
    ISSUE_PERSON,
    ISSUE_ROWS,
    ISSUES_OF_PERSON,
)
from daicho.business.certificates.domain.rights import ROWS, Destination, Proof, Requester, Row
from daicho.business.certificates.domain.wish import MOST_COPIES
from daicho.business.certificates.domain.wish import Request as CopyRequest
from daicho.business.certificates.printing import excess, issue_on
from daicho.business.certificates.selectors.applications import BLANK_FORMS, blank_sheet
from daicho.business.certificates.selectors.charged_sheets import (
    ChargedSheet,
    fee_codes,
    sheets_of,
    sheets_of_requests,
    sheets_on,
)
from daicho.business.certificates.selectors.counts import IssueCount, issue_counts
from daicho.business.certificates.selectors.desk import (
    issued_sheet,
    letters_sent,
    preselected_items,
    sent_letter,
)
from daicho.business.certificates.selectors.history import IssuedCopy, issue_numbered, issued_on
from daicho.business.certificates.selectors.occasions import NoticeLine, notices_of_case

__all__ = [
    "ALWAYS_ON_A_COPY",
    "BLANK_FORMS",
    "COUNTERS",
    "FOREIGN_ITEMS",
    "ISSUES_OF_PERSON",
    "ISSUE_ITEMS",
    "ISSUE_PERSON",
    "ISSUE_ROWS",
    "MOST_COPIES",
    "PAPERS",
    "ROWS",
    "ChargedSheet",
    "CopyRequest",
    "Destination",
    "Form",
    "IssueCount",
    "IssuedCopy",
    "Item",
    "ListingFacts",
    "NoticeLine",
    "Preview",
    "Proof",
    "Reply",
    "Requester",
    "Row",
    "blank_sheet",
    "excess",
    "fee_codes",
    "fold_address",
    "issue",
    "issue_counts",
    "issue_numbered",
    "issue_on",
    "issued_on",
    "issued_sheet",
    "keep_listing",
    "letters_sent",
    "next_numbers",
    "notices_of_case",
    "preselected_items",
    "preview_request",
    "send_letter",
    "send_reply",
    "sent_letter",
    "sheets_of",
    "sheets_of_requests",
    "sheets_on",
]
