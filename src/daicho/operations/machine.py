"""Machine (機械の用意): programs that the tests need and no wheel carries."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

from daicho.kernel.errors import Unavailable
from daicho.operations.progress import step

_TOKEN_LIBRARIES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
)
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


def need_softhsm() -> str:
    """SoftHSM2's PKCS#11 library, in which tests keep keys; as root it is installed when missing."""
    if _softhsm() is None:
        _install("softhsm2")
    found = _softhsm()
    if found is None:
        raise Unavailable(
            "試験に使う SoftHSM2 がありません。",
            remedy="softhsm2 を入れてください (Debian: sudo apt-get install softhsm2)。",
        )
    return found


def _softhsm() -> str | None:
    if shutil.which("softhsm2-util") is None:
        return None
    return next((path for path in _TOKEN_LIBRARIES if os.path.exists(path)), None)


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
