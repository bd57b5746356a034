"""The wheel (配布物): `pip install .` carries everything that the checkout has."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from daicho.operations.home import CHECKOUT

LEFT_OUT = {".py", ".pyc", ".typed"}


def test_the_wheel_carries_templates_laws_data_and_static_files(tmp_path: Path) -> None:
    # Copied, because setuptools leaves its traces beside what it builds.
    tracked = subprocess.run(
        [
            "git",
            "ls-files",
            "src",
            "pyproject.toml",
            "requirements",
            "README.md",
            "LICENSE",
            "NOTICE",
        ],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in tracked:
        copy = tmp_path / "source" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((CHECKOUT / name).read_bytes())
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)],
        cwd=tmp_path / "source",
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    carried = set(ZipFile(wheel).namelist())
    wanted = {
        name.removeprefix("src/")
        for name in tracked
        if name.startswith("src/daicho/") and "/tests/" not in name
    }
    assert not {name for name in wanted if name not in carried}
    kinds = {Path(name).suffix for name in wanted} - LEFT_OUT
    assert {".html", ".css", ".js", ".typ", ".yaml", ".tsv", ".sql"} <= kinds
    metadata = next(n for n in carried if n.endswith("METADATA"))
    assert b"Requires-Dist: django" in ZipFile(wheel).read(metadata)
    scripts = next(n for n in carried if n.endswith("entry_points.txt"))
    assert b"daicho = daicho.operations.cli.main:main" in ZipFile(wheel).read(scripts)
