"""What a commit needs: format, lint, types, contracts, fast tests."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from daicho.operations.quality import STATIC, run_all, tests


@click.command("check")
def command() -> None:
    """Run format, lint, types, contracts (層の契約) and the tests that need no browser."""
    with TemporaryDirectory(prefix="daicho-proofs-") as folder:
        fast = tests(browser=False, long=False, write_conformance=False, proofs=Path(folder))
        run_all(fast, beside=STATIC)
