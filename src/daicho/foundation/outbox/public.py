"""What other apps may use of the outbox."""

from daicho.foundation.outbox.commands.deliver import Listener, deliver
from daicho.foundation.outbox.commands.emit import emit

__all__ = ["Listener", "deliver", "emit"]
