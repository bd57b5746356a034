"""Machine (機械の用意): programs that the tests need and no wheel carries."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

from daicho.kernel.errors import Unavailable
from daicho.operations.progress import step

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """The browser of DAICHO_BROWSER, or one that is installed."""
    named = os.environ.get("DAICHO_BROWSER")
    if named:
        return shutil.which(named)
    return next((path for path in map(shutil.which, _BROWSERS) if path), None)


def need_browser() -> str:
    """A browser for the tests; as root it is installed when missing."""
    named = os.environ.get("DAICHO_BROWSER")
    found = find_browser()
    if found is None and not named:
        _install("chromium")
        found = find_browser()
    if found is None:
        raise Unavailable(
            "試験に使うブラウザーがありません。",
            why=f"DAICHO_BROWSER の {named} が実行できません。" if named else "",
            remedy="Chromium を入れるか (Debian: sudo apt-get install chromium)、"
            "DAICHO_BROWSER にその場所を指定してください。",
        )
    return found


def need_poppler() -> str:
    """`pdftoppm`, with which tests look at printed sheets; as root it is installed when missing."""
    if shutil.which("pdftoppm") is None:
        _install("poppler-utils")
    found = shutil.which("pdftoppm")
    if found is None:
        raise Unavailable(
            "試験に使う pdftoppm がありません。",
            remedy="poppler-utils を入れてください (Debian: sudo apt-get install poppler-utils)。",
        )
    return found


def _install(package: str) -> None:
    """Install a Debian package as root; nothing happens for others, or where it cannot be had."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        return
    with step(f"{package} を入れる (apt-get)"):
        if not _apt(apt, ["install", "-y", "-qq", "--no-install-recommends", package]):
            _apt(apt, ["update", "-qq"])
            _apt(apt, ["install", "-y", "-qq", "--no-install-recommends", package])


def _apt(program: str, arguments: Sequence[str]) -> bool:
    done = subprocess.run(
        [program, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        check=False,
    )
    return done.returncode == 0
