"""The font of the register (IPAmj明朝): where it is found, and how it is brought in.

Nothing else may draw a name: no other free font has every form of the MJ list, and a fallback font
would draw another form without a word. Root is never needed at run time.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path

from daicho.kernel.errors import Unavailable

FAMILY = "IPAmjMincho"
PACKAGE = "fonts-ipamj-mincho"
FILE_NAME = "ipamjm.ttf"
# IPAmj明朝 005.01, as Debian packs it.
SHA256 = "75268aa9ac2d92080048196af08adee37f1c286cf4b7777ed5ac3722a8737f5f"
SYSTEM_PLACES = (
    Path("/usr/share/fonts/truetype/ipamj") / FILE_NAME,
    Path("/usr/share/fonts/opentype/ipamj-mincho") / FILE_NAME,
    Path("/usr/share/fonts/ipa-mj-mincho-fonts") / FILE_NAME,
    Path("/usr/local/share/fonts") / FILE_NAME,
)

_AR_MAGIC = b"!<arch>\n"
_AR_HEADER = 60
_SECONDS = 600


def find_font(home: Path) -> Path:
    """The font file: `DAICHO_FONT`, `fonts/` of the installation, then the system's.

    Raises `Unavailable` where there is none, or what is there is another file.
    """
    named = os.environ.get("DAICHO_FONT")
    places = (Path(named),) if named else (home / "fonts" / FILE_NAME, *SYSTEM_PLACES)
    for place in places:
        if place.is_file():
            _check_hash(place)
            return place
    raise Unavailable(
        "帳票の文字（IPAmj明朝）が見つかりません。",
        why="環境変数 DAICHO_FONT、設置場所の fonts、システムの文字のどこにもありません。",
        remedy="`./daicho up` で入れるか、IPAmj明朝のファイルを DAICHO_FONT に書いてください。",
        code="font-missing",
    )


def install_font(home: Path) -> Path:
    """Bring the font in from the Debian package; what is already there is only checked.

    Root installs the package; an ordinary user unpacks it into `fonts/`. Raises `Unavailable`.
    """
    try:
        return find_font(home)
    except Unavailable as missing:
        if missing.reason_code != "font-missing" or os.environ.get("DAICHO_FONT"):
            raise
    if os.geteuid() == 0:
        _apt("install", "-y", "-qq", PACKAGE)
    else:
        (home / "fonts").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            _apt("download", "-qq", PACKAGE, folder=Path(folder))
            for package in Path(folder).glob("*.deb"):
                _keep(unpack_font(package.read_bytes()), home / "fonts" / FILE_NAME)
    return find_font(home)


def unpack_font(package: bytes) -> bytes:
    """The font out of a Debian package (ar holding data.tar.xz). `Unavailable` if it is not one."""
    for name, body in _ar_members(package):
        if not name.startswith("data.tar"):
            continue
        try:
            with tarfile.open(fileobj=io.BytesIO(body)) as archive:
                for member in archive:
                    stream = archive.extractfile(member)
                    if member.name.endswith("/" + FILE_NAME) and stream is not None:
                        return stream.read()
        except tarfile.TarError:
            break
    raise _not_installed("取り寄せたパッケージに文字のファイルがありません。")


def _ar_members(package: bytes) -> list[tuple[str, bytes]]:
    if not package.startswith(_AR_MAGIC):
        return []
    members, at = [], len(_AR_MAGIC)
    while at + _AR_HEADER <= len(package):
        header = package[at : at + _AR_HEADER].decode("ascii", "replace")
        size = header[48:58].strip()
        if not size.isdigit():
            return []
        at += _AR_HEADER
        members.append((header[:16].strip(" /"), package[at : at + int(size)]))
        at += int(size) + int(size) % 2
    return members


def _apt(*words: str, folder: Path | None = None) -> None:
    """Run apt-get; once more after `update`, as a fresh machine has no lists."""
    if _runs(("apt-get", *words), folder):
        return
    if _runs(("apt-get", "update", "-qq"), folder) and _runs(("apt-get", *words), folder):
        return
    raise _not_installed(f"Debian のパッケージ {PACKAGE} を取り寄せられません。")


def _runs(command: tuple[str, ...], folder: Path | None) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _keep(font: bytes, place: Path) -> None:
    """Write beside and rename, so that no half file is ever found."""
    part = place.with_suffix(".part")
    part.write_bytes(font)
    part.replace(place)


def _check_hash(place: Path) -> None:
    status = place.stat()
    if _hash_of(place, status.st_size, status.st_mtime_ns) != SHA256:
        raise Unavailable(
            "帳票の文字（IPAmj明朝）が、確かめた版と違います。",
            why=f"{place} の内容が IPAmj明朝 005.01 と一致しません。",
            remedy=f"Debian のパッケージ {PACKAGE} の {FILE_NAME} に置き換えてください。",
            code="font-other",
        )


@cache
def _hash_of(place: Path, _size: int, _changed: int) -> str:
    with place.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _not_installed(why: str) -> Unavailable:
    return Unavailable(
        "帳票の文字（IPAmj明朝）を入れられませんでした。",
        why=why,
        remedy="ネットワークを確かめるか、IPAmj明朝の ipamjm.ttf を入手して DAICHO_FONT に"
        "そのファイルを書いてください。",
        code="font-not-installed",
    )
