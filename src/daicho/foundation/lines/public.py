"""What other apps may use of the lines."""

from daicho.foundation.lines.commands.ask import ask
from daicho.foundation.lines.commands.deliver_lines import deliver_lines
from daicho.foundation.lines.commands.queue import queue
from daicho.foundation.lines.commands.receive import receive
from daicho.foundation.lines.commands.resend import resend
from daicho.foundation.lines.commands.settle_held import settle_held
from daicho.foundation.lines.commands.stop import stop
from daicho.foundation.lines.commands.switch_line import switch_line
from daicho.foundation.lines.domain.door import TurnedAway
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.replies import (
    Accepted,
    Answer,
    Answering,
    Handler,
    Held,
    Outgoing,
    Received,
    Refused,
    Reply,
    Settled,
    Settler,
)
from daicho.foundation.lines.errors import Refusal
from daicho.foundation.lines.selectors.told import subjects_told
from daicho.foundation.lines.settings import has_lines, own_node

__all__ = [
    "Accepted",
    "Answer",
    "Answering",
    "Handler",
    "Held",
    "Outgoing",
    "Party",
    "Received",
    "Refusal",
    "Refused",
    "Reply",
    "Settled",
    "Settler",
    "TurnedAway",
    "ask",
    "deliver_lines",
    "has_lines",
    "own_node",
    "queue",
    "receive",
    "resend",
    "settle_held",
    "stop",
    "subjects_told",
    "switch_line",
]
