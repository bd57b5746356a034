"""Write docs/MAP.md and docs/audit-events.md from the code as it is."""

from __future__ import annotations

import click

from daicho.operations.home import CHECKOUT
from daicho.operations.papers.ready import load
from daicho.operations.progress import console


@click.command("map")
def command() -> None:
    """Write the generated papers: docs/MAP.md (the building) and docs/audit-events.md (証跡の種類)."""
    for path, text in load("generated").papers(CHECKOUT).items():
        path.write_text(text, encoding="utf-8")
        console.print(f"{path.relative_to(CHECKOUT)} を書きました。", markup=False)
