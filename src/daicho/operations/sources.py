"""Sources (ソースの一覧): the files that belong to the project, whether or not git is there to ask."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from daicho.operations.home import CHECKOUT

_NOT_OURS = {"build", "dist", "out", "node_modules", "__pycache__"}


def source_files(checkout: Path = CHECKOUT) -> list[Path]:
    """The project's files, sorted: git's view (new files too), else all but what tools leave behind."""
    git = shutil.which("git")
    if git and (checkout / ".git").exists():
        listed = subprocess.run(
            [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=checkout,
            capture_output=True,
            check=False,
        )
        if listed.returncode == 0:
            names = {os.fsdecode(name) for name in listed.stdout.split(b"\0") if name}
            return sorted(path for name in names if (path := checkout / name).is_file())
    return sorted(_walk(checkout))


def _walk(folder: Path) -> list[Path]:
    found: list[Path] = []
    for path in folder.iterdir():
        hidden = path.name.startswith(".") and path.name not in (".ci", ".gitignore")
        if hidden or path.name in _NOT_OURS or path.is_symlink():
            continue
        found += _walk(path) if path.is_dir() else [path]
    return found
