"""Blocks (かたまり): a CSV of any size in pieces of some megabytes, cut where one person ends and the next begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from daicho.kernel.errors import Invalid, Problem
from daicho.operations.transfer.layout import File
from daicho.operations.transfer.profile import Profile, Turn

BLOCK: Final = 4_000_000
_BOM: Final = b"\xef\xbb\xbf"


class Block(NamedTuple):
    """Some whole lines: where they begin in the file (line and byte), where the next block begins, and their bytes."""

    number: int
    first_line: int
    begins: int
    ends: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Heading:
    """How the lines of one file are read: where each of our items stands, or what stands for it.

    `places[i]` is the column of our item i; -1: `fixed[i]` instead. Plain data, so that it travels to other processes.
    """

    file: File
    width: int
    places: tuple[int, ...]
    fixed: tuple[str, ...]
    first_byte: int
    first_line: int

    def picker(self, profile: Profile) -> Callable[[Sequence[str]], tuple[str, ...]]:
        """From a line's texts to ours, in the order of our layout."""
        turns: Mapping[int, Turn] = {
            at: turn
            for at, column in enumerate(self.file.columns)
            if (turn := profile.turn(self.file, column)) is not None
        }
        if self.places == tuple(range(len(self.file.columns))) and not turns:
            return tuple
        places, fixed = self.places, self.fixed

        def pick(texts: Sequence[str]) -> tuple[str, ...]:
            found = [texts[p] if p >= 0 else f for p, f in zip(places, fixed, strict=True)]
            for at, turn in turns.items():
                found[at] = turn(found[at])
            return tuple(found)

        return pick


def read_heading(stream: BinaryIO, *, file: File, profile: Profile) -> Heading:
    """The header of a file; `Invalid` when an item that must be there is neither there nor fixed."""
    name = profile.name_of(file)
    line = stream.readline()
    start = len(_BOM) if line.startswith(_BOM) else 0
    try:
        headers = next(csv.reader([line[start:].decode("utf-8")]), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise Invalid([_wrong(name, "UTF-8 の見出し行がありません。")]) from error
    own = profile.of(file)
    problems, places, fixed = [], [], []
    for column in file.columns:
        heading = profile.heading(file, column)
        place = headers.index(heading) if heading in headers else -1
        value = own.fixed.get(column.label, "")
        if place < 0 and not value and column.required and not column.default:
            problems.append(_wrong(name, f"「{heading}」の列がありません（{column.label}）。"))
        places.append(-1 if column.label in own.fixed else place)
        fixed.append(value)
    if doubled := sorted({h for h in headers if headers.count(h) > 1}):
        problems.append(_wrong(name, f"同じ見出しが二つあります（{'・'.join(doubled)}）。"))
    if problems:
        raise Invalid(problems)
    return Heading(file, len(headers), tuple(places), tuple(fixed), len(line), 2)


def _wrong(name: str, why: str) -> Problem:
    return Problem(
        "transfer.heading",
        name,
        f"{name} の見出しが合いません。",
        why,
        "設定ファイルの columns で列を対応させるか、fixed で値を決めてください。",
    )


def blocks(path: Path, heading: Heading, *, key: int | None, size: int = BLOCK) -> Iterator[Block]:
    """The blocks of a file. Lines with the same text in column `key` stay together (`None`: any line may be cut).

    The same file is always cut at the same places, so that a block's number names it.
    """
    number, first, begins = 0, heading.first_line, heading.first_byte
    with path.open("rb") as stream:
        stream.seek(begins)
        held = b""
        while content := held + stream.read(size):
            content, held = _to_the_end(content + _rest(stream, content), stream, key)
            yield Block(number, first, begins, begins + len(content), content)
            number, begins = number + 1, begins + len(content)
            first += content.count(b"\n")


def _rest(stream: BinaryIO, content: bytes) -> bytes:
    """The rest of the record in which a part that begins with a record ends: a quoted value may hold line breaks."""
    rest = b"" if content.endswith(b"\n") else stream.readline()
    quotes = content.count(b'"') + rest.count(b'"')
    lines = [rest]
    while quotes & 1 and (line := stream.readline()):
        lines.append(line)
        quotes += line.count(b'"')
    return b"".join(lines)


def _to_the_end(content: bytes, stream: BinaryIO, key: int | None) -> tuple[bytes, bytes]:
    """With all that follows of whoever may be cut; and the first record of somebody else."""
    if key is None:
        return content, b""
    more = []
    last = None
    while record := _rest(stream, b""):
        own = _key(record, key)
        if last is not None and own != last:
            return b"".join((content, *more)), record
        more.append(record)
        last = own
    return b"".join((content, *more)), b""


def _key(record: bytes, key: int) -> str:
    texts = next(csv.reader([record.decode("utf-8", "replace")]), [])
    return texts[key] if key < len(texts) else ""


def rows_of(block: Block) -> Iterator[tuple[int, list[str]]]:
    """(line, texts) of each record of a block; bytes that are no UTF-8 become letters that every check refuses."""
    text = block.content.decode("utf-8", "surrogateescape")
    reader = csv.reader(io.StringIO(text, newline=""))
    before = 0
    for texts in reader:
        line = block.first_line + before
        before = reader.line_num
        if texts:
            yield line, texts
