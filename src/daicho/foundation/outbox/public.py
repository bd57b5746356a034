"""What other apps may use of the outbox."""

from daicho.foundation.outbox.commands.deliver import Listener, deliver
from daicho.foundation.outbox.commands.emit import emit
from daicho.foundation.outbox.selectors.delayed import Delayed, count_delayed, delayed

__all__ = ["Delayed", "Listener", "count_delayed", "delayed", "deliver", "emit"]
