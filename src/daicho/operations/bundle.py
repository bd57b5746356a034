"""Bundle (持ち込み用一式): everything an installation without a network needs, and its check sums.

README.md  SHA256SUMS  sbom.cdx.json
source/daicho-<version>.tar.gz
wheels/    every wheel of both lock files, for this Python and platform
fonts/     IPAmj Mincho with its licence
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path, PurePosixPath

from daicho.foundation.documents.fonts import FILE_NAME, PACKAGE, install_font
from daicho.kernel.errors import Conflict, Unavailable
from daicho.operations.home import CHECKOUT, Home
from daicho.operations.progress import step
from daicho.operations.sbom import sbom, sha256_of
from daicho.operations.sources import source_files

SUMS = "SHA256SUMS"
_LICENCE = Path("/usr/share/doc") / PACKAGE / "copyright"

_README = """\
# Daicho {version}: 持ち込み用一式 / offline bundle

For Linux on x86-64 with Python {python}. Nothing below needs a network.

    sha256sum -c SHA256SUMS
    tar xf source/daicho-{version}.tar.gz
    cd daicho-{version}
    ./daicho up --from-bundle ..

通信は不要です。SHA256SUMS 自体の値は、この一式とは別の経路で確かめてください:
compare the sum of SHA256SUMS itself with the one that you were given by another way.
`sbom.cdx.json` は部品表 (CycloneDX 1.6) です。文字 (fonts/) は IPAフォントライセンスv1.0 に従います。
"""


def make_bundle(out: Path, *, home: Home) -> None:
    """Fill an empty or new folder; `Conflict` when something is in it already."""
    if out.exists() and any(out.iterdir()):
        raise Conflict(f"{out} は空ではありません。", remedy="新しいフォルダーを指定してください。")
    out.mkdir(parents=True, exist_ok=True)
    version = project_version()
    with step("部品 (wheel) を集める"):
        _download(out / "wheels")
    with step("文字 (フォント) を写す"):
        _copy_font(out / "fonts", home=home)
    with step("ソースと部品表を作る"):
        _pack_source(out / "source" / f"daicho-{version}.tar.gz", top=f"daicho-{version}")
        _write_sbom(out, version=version)
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    (out / "README.md").write_text(_README.format(version=version, python=python), encoding="utf-8")
    (out / SUMS).write_text(_sums(out), encoding="utf-8")


def use_bundle(folder: Path, *, home: Home) -> None:
    """Check a bundle and take its font; `Unavailable` when a file is missing, changed or added."""
    with step("持ち込み用一式を確認"):
        check_sums(folder)
        font = folder / "fonts" / FILE_NAME
        kept = home.fonts / FILE_NAME
        if font.exists() and not kept.exists():
            shutil.copyfile(font, kept)


def check_sums(folder: Path) -> None:
    """Compare every file with SHA256SUMS."""
    sums = folder / SUMS
    listed = sums.read_text(encoding="utf-8") if sums.exists() else ""
    if listed and listed == _sums(folder):
        return
    there = set(_sums(folder).splitlines())
    wrong = sorted(
        {line.partition("  ")[2] for line in there.symmetric_difference(listed.splitlines())}
    )
    raise Unavailable(
        "持ち込み用一式の内容が SHA256SUMS と合いません。",
        why=f"違うもの: {'・'.join(wrong[:5])}。" if listed else f"{sums} がありません。",
        remedy="元の場所から、もう一度写してください。",
    )


def project_version() -> str:
    """The version that pyproject.toml states."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def _download(folder: Path) -> None:
    lock = CHECKOUT / "requirements" / "dev.txt"
    command = [sys.executable, "-m", "pip", "download", "--require-hashes", "--no-deps"]
    command += ["--only-binary=:all:", "--disable-pip-version-check", "--quiet"]
    done = subprocess.run(
        [*command, "--requirement", str(lock), "--dest", str(folder)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Unavailable(
            "部品を集められません。",
            why=done.stderr.strip()[-500:],
            remedy="ネットワークを確かめて、もう一度実行してください。",
        )


def _copy_font(folder: Path, *, home: Home) -> None:
    folder.mkdir()
    shutil.copyfile(install_font(home.root), folder / FILE_NAME)
    if _LICENCE.exists():
        shutil.copyfile(_LICENCE, folder / "LICENSE")


def _pack_source(archive: Path, *, top: str) -> None:
    archive.parent.mkdir()
    with tarfile.open(archive, "w:gz") as tar:
        for path in source_files():
            name = PurePosixPath(top) / path.relative_to(CHECKOUT).as_posix()
            tar.add(path, arcname=str(name), recursive=False, filter=_anonymous)


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def _write_sbom(out: Path, *, version: str) -> None:
    text = json.dumps(sbom(out / "wheels", version=version), ensure_ascii=False, indent=1)
    (out / "sbom.cdx.json").write_text(text + "\n", encoding="utf-8")


def _sums(folder: Path) -> str:
    files = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    # The unpacked source and its environment may lie beside: only the bundle's own places count.
    own = ("README.md", "sbom.cdx.json", "source/", "wheels/", "fonts/")
    lines = [f"{sha256_of(folder / name)}  {name}" for name in files if name.startswith(own)]
    return "\n".join(lines) + "\n"
