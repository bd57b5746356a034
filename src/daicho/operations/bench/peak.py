"""Peak (記憶量の最高): the resident memory of a process as the kernel counts it, now and at its highest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

OWN: Final = "self"


def resident_mb(process: int | str = OWN) -> int:
    """The memory that a process holds now, in MB."""
    return int(_told(process, "VmRSS"))


def peak_mb(process: int | str = OWN) -> float:
    """The most that a process has held since it began, or since `forget_peak`, in MB."""
    return _told(process, "VmHWM")


def forget_peak(process: int | str = OWN) -> None:
    """Begin anew with the peak of a process."""
    Path(f"/proc/{process}/clear_refs").write_text("5", encoding="ascii")


def peak_of(act: Callable[[], object]) -> float:
    """The peak of this process while it acts, in MB."""
    forget_peak()
    act()
    return peak_mb()


def _told(process: int | str, name: str) -> float:
    told = Path(f"/proc/{process}/status").read_text(encoding="utf-8", errors="replace")
    return int(told.partition(f"{name}:")[2].split()[0]) / 1024
