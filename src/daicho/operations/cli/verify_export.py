"""Write the list (照合用一覧) that receivers check certificates against."""

from __future__ import annotations

from pathlib import Path

import click

from daicho.business.certificates.commands.export_verification import export_verification
from daicho.config import wiring
from daicho.foundation.staff.access import system_access
from daicho.kernel.access import Purpose
from daicho.operations.progress import console

ROLE = "app"


@click.command("verify-export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def command(file: Path) -> None:
    """Write the verification list (照合用一覧) to FILE; it is replaced whole or not at all."""
    wiring.connect()
    made = export_verification(system_access(Purpose.ADMINISTRATION, job="verify_export"))
    part = file.with_name(f"{file.name}.part")
    part.write_text(made.text, encoding="utf-8")
    part.replace(file)
    console.print(
        f"{made.count} 通 (うち無効 {made.void} 通) を {file} に書き出しました。", markup=False
    )
