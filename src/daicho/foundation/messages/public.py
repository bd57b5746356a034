"""What other packages may use of messages."""

from daicho.foundation.messages.canonical import decode, encode
from daicho.foundation.messages.checking import check_body
from daicho.foundation.messages.content import ANNEX_SINCE
from daicho.foundation.messages.dates import birth_text, date_text, day_text, day_words, span_of
from daicho.foundation.messages.derived import derive
from daicho.foundation.messages.envelope import (
    EDITION,
    MOST_BYTES,
    Endpoint,
    Envelope,
    Order,
    from_bytes,
    to_bytes,
)
from daicho.foundation.messages.forms import REASONS
from daicho.foundation.messages.gaiji import Substituted, gaiji_count, length_of, substitute
from daicho.foundation.messages.kinds import KINDS
from daicho.foundation.messages.labels import label_of
from daicho.foundation.messages.layouts import LAYOUTS, Item, Layout, Part
from daicho.foundation.messages.numbering import canonical, numbered, project
from daicho.foundation.messages.problems import item_problem, problems_of, receipt_body
from daicho.foundation.messages.reconciling import (
    ROWS,
    TOLD,
    digest_of,
    row_of,
    row_of_fields,
    told,
)

__all__ = [
    "ANNEX_SINCE",
    "EDITION",
    "KINDS",
    "LAYOUTS",
    "MOST_BYTES",
    "REASONS",
    "ROWS",
    "TOLD",
    "Endpoint",
    "Envelope",
    "Item",
    "Layout",
    "Order",
    "Part",
    "Substituted",
    "birth_text",
    "canonical",
    "check_body",
    "date_text",
    "day_text",
    "day_words",
    "decode",
    "derive",
    "digest_of",
    "encode",
    "from_bytes",
    "gaiji_count",
    "item_problem",
    "label_of",
    "length_of",
    "numbered",
    "problems_of",
    "project",
    "receipt_body",
    "row_of",
    "row_of_fields",
    "span_of",
    "substitute",
    "to_bytes",
    "told",
]
