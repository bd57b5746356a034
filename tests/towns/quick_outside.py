"""`python -m outside serve` with shorter waits: what was sent in vain is tried again soon."""

from __future__ import annotations

from outside import sender
from outside.__main__ import main

sender.LONGEST_PAUSE = 0.5

if __name__ == "__main__":
    main()
