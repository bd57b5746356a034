"""The font is found, is the one we checked, and says in words when it is not."""

from __future__ import annotations

import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from daicho.foundation.documents import fonts
from daicho.foundation.documents.tests.specimens import font
from daicho.kernel.errors import Unavailable


def test_the_font_found_has_the_pinned_hash() -> None:
    assert hashlib.sha256(font().read_bytes()).hexdigest() == fonts.SHA256


def test_a_font_named_but_absent_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAICHO_FONT", str(tmp_path / "none.ttf"))
    with pytest.raises(Unavailable) as refused:
        fonts.install_font(tmp_path)
    assert "DAICHO_FONT" in refused.value.remedy


def test_another_file_under_the_fonts_name_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DAICHO_FONT", raising=False)
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / fonts.FILE_NAME).write_bytes(b"another")
    with pytest.raises(Unavailable) as refused:
        fonts.install_font(tmp_path)
    assert refused.value.reason_code == "font-other"


def test_the_font_is_unpacked_from_a_debian_package() -> None:
    assert fonts.unpack_font(_package(f"./usr/share/fonts/{fonts.FILE_NAME}")) == b"outlines"


@pytest.mark.parametrize("broken", [b"", b"!<arch>\n" + b"x" * 80, b"no archive"])
def test_a_broken_package_is_unavailable(broken: bytes) -> None:
    with pytest.raises(Unavailable):
        fonts.unpack_font(broken)


def _package(inner: str) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:xz") as archive:
        entry = tarfile.TarInfo(inner)
        entry.size = len(b"outlines")
        archive.addfile(entry, io.BytesIO(b"outlines"))
    out = b"!<arch>\n"
    for name, body in (("debian-binary", b"2.0"), ("data.tar.xz", held.getvalue())):
        out += f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(body):<10}`\n".encode()
        out += body + b"\n" * (len(body) % 2)
    return out
