"""What other apps may use of the lines."""

from daicho.foundation.lines.commands.ask import ask
from daicho.foundation.lines.commands.deliver_lines import deliver_lines
from daicho.foundation.lines.commands.erase_bodies import erase_bodies, erase_questions
from daicho.foundation.lines.commands.make_anew import make_anew
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
    Lost,
    Maker,
    Outgoing,
    Received,
    Refused,
    Reply,
    Settled,
    Settler,
    Unheard,
)
from daicho.foundation.lines.errors import Refusal
from daicho.foundation.lines.selectors.messages import MessageLine, states_of
from daicho.foundation.lines.selectors.told import (
    LastTold,
    first_told,
    last_told,
    subjects_told,
    subjects_unsettled,
)
from daicho.foundation.lines.selectors.trouble import lines_waiting
from daicho.foundation.lines.settings import has_lines, own_node

__all__ = [
    "Accepted",
    "Answer",
    "Answering",
    "Handler",
    "Held",
    "LastTold",
    "Lost",
    "Maker",
    "MessageLine",
    "Outgoing",
    "Party",
    "Received",
    "Refusal",
    "Refused",
    "Reply",
    "Settled",
    "Settler",
    "TurnedAway",
    "Unheard",
    "ask",
    "deliver_lines",
    "erase_bodies",
    "erase_questions",
    "first_told",
    "has_lines",
    "last_told",
    "lines_waiting",
    "make_anew",
    "own_node",
    "queue",
    "receive",
    "resend",
    "settle_held",
    "states_of",
    "stop",
    "subjects_told",
    "subjects_unsettled",
    "switch_line",
]
