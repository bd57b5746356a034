"""Run everything: format, lint, types, contracts, all tests, a real browser."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from daicho.foundation.documents.fonts import install_font
from daicho.operations.home import choose_home
from daicho.operations.machine import need_browser, need_poppler, need_softhsm
from daicho.operations.progress import step
from daicho.operations.quality import STATIC, run_all, tests


@click.command("test")
@click.option("--long", is_flag=True, help="Also the thousands of kills, fuzzing and large towns.")
@click.option(
    "--write-conformance",
    is_flag=True,
    help="Write docs/conformance.md from what passes, instead of comparing with it.",
)
def command(long: bool, write_conformance: bool) -> None:
    """Run every check and every test; exit code 0 only if all passed.

    The tests need Chromium (or DAICHO_BROWSER), poppler-utils, softhsm2 and IPAmj Mincho (文字); as root they
    are installed through apt-get when missing.
    """
    home = choose_home()
    home.ensure()
    with step("文字 (フォント) の用意"):
        font = install_font(home.root)
    told = {"DAICHO_BROWSER": need_browser(), "DAICHO_FONT": str(font)}
    need_poppler()
    need_softhsm()
    with TemporaryDirectory(prefix="daicho-proofs-") as folder:
        everything = tests(
            browser=True, long=long, write_conformance=write_conformance, proofs=Path(folder)
        )
        run_all(everything, beside=STATIC, told=told)
