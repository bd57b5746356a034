"""Sealed result files: what was written comes back, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.jobs.domain.sealing import PIECE, new_key, opened, seal
from daicho.kernel.errors import Unavailable

SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7)
SEALED_PIECE = PIECE + 16


def sealed(key: bytes, content: bytes) -> bytes:
    return b"".join(seal(key, [content]))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_opens(size: int) -> None:
    key, content = new_key(), bytes(n % 251 for n in range(size))
    found = sealed(key, content)
    assert b"".join(opened(key, BytesIO(found))) == content
    assert len(found) - len(content) == 16 * max(1, -(-size // PIECE))


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_the_parts_in_which_it_comes_do_not_matter(parts: list[bytes]) -> None:
    key = new_key()
    assert b"".join(seal(key, parts)) == sealed(key, b"".join(parts))


def _damaged(whole: bytes) -> Iterator[bytes]:
    yield whole[:-1]
    yield whole[:SEALED_PIECE]
    yield whole[SEALED_PIECE:]
    yield whole[SEALED_PIECE : 2 * SEALED_PIECE] + whole[:SEALED_PIECE] + whole[2 * SEALED_PIECE :]
    yield whole + b"\0"
    yield bytes([whole[0] ^ 1]) + whole[1:]


def test_what_was_changed_cut_or_moved_does_not_open() -> None:
    key = new_key()
    whole = sealed(key, bytes(2 * PIECE + 7))
    for each in _damaged(whole):
        with pytest.raises(Unavailable) as refused:
            b"".join(opened(key, BytesIO(each)))
        assert refused.value.reason_code == "jobs.file_tampered"
    with pytest.raises(Unavailable):
        b"".join(opened(new_key(), BytesIO(whole)))


def test_memory_is_flat() -> None:
    """No piece is held longer than the next: what goes in goes out."""
    taken = 0

    def content() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(64):
            taken += PIECE
            yield bytes(PIECE)

    given_out = 0
    for piece in seal(new_key(), content()):
        given_out += len(piece)
        assert taken - given_out <= 2 * PIECE
