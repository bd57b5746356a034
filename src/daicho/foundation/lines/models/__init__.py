"""Models of lines."""

from daicho.foundation.lines.models.attempts import DoorAttempt, SendingAttempt
from daicho.foundation.lines.models.certificate import KnownCertificate
from daicho.foundation.lines.models.line import Line
from daicho.foundation.lines.models.order import ArrivalOrder, SendingOrder
from daicho.foundation.lines.models.received import ReceivedMessage
from daicho.foundation.lines.models.sent import SentMessage
from daicho.foundation.lines.models.volatile import VolatileBody

__all__ = [
    "ArrivalOrder",
    "DoorAttempt",
    "KnownCertificate",
    "Line",
    "ReceivedMessage",
    "SendingAttempt",
    "SendingOrder",
    "SentMessage",
    "VolatileBody",
]
