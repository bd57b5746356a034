"""Home (置き場): the folder of one installation, and the secrets kept in it.

`DAICHO_HOME` names it; without the variable it is `.daicho` of the folder that the process works in (the
`daicho` command always sets the variable).
"""

from __future__ import annotations

import os
from pathlib import Path

from daicho.kernel.errors import Unavailable


def daicho_home() -> Path:
    """The installation's folder; it need not exist yet."""
    return Path(os.environ.get("DAICHO_HOME", ".daicho")).expanduser().absolute()


def read_secret(home: Path, name: str, *, env: str) -> str:
    """One secret from the environment or `secrets/`; `Unavailable` in words when it is in neither."""
    value = os.environ.get(env)
    if value:
        return value
    path = home / "secrets" / name
    if path.exists():
        return path.read_text().strip()
    raise Unavailable(
        f"{name} が見つかりません。",
        why=f"環境変数 {env} も {path} もありません。",
        remedy="`./daicho up` で用意するか、環境変数を設定してください。",
    )
