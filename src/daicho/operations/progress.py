"""Progress (進み具合): what a command is doing, for a terminal and for a log alike."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

console = Console(highlight=False, soft_wrap=True)
problems = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Show `what` while the block runs, and how long it took when that was over two seconds."""
    began = time.monotonic()
    if console.is_terminal:
        with console.status(what):
            yield
    else:
        console.print(f"… {what}", markup=False)
        yield
    took = time.monotonic() - began
    seconds = f" ({took:.0f} 秒)" if took > 2 else ""
    console.print(f"✓ {what}{seconds}", markup=False)
