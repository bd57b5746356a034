"""Software (動いてよいソフトウェア, JUK-054): what runs on this machine, listens on it and starts with it, beside the list of what may.

The list is `software.txt` in the home, one name a line with a note after `#`; `daicho software --write` begins it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from daicho.kernel.errors import Conflict, Missing
from daicho.operations.home import Home

_PROC: Final = Path("/proc")
_ROOT: Final = Path("/")
# What the system starts by itself: units that a target wants, start scripts, tables of times.
_REGISTERED: Final = (
    "etc/systemd/system/*.wants/*",
    "etc/systemd/system/*.requires/*",
    "etc/rc[2-5].d/S*",
    "etc/cron.d/*",
    "var/spool/cron/crontabs/*",
)
_INTERPRETERS: Final = ("python", "sh", "bash", "dash", "perl", "ruby", "node", "java")
_LISTENS: Final = "0A"


@dataclass(frozen=True, slots=True)
class Running:
    """One program that runs: its name as the list has it, its processes, and the ports on which they listen."""

    name: str
    pids: tuple[int, ...]
    ports: tuple[int, ...]

    @property
    def words(self) -> str:
        listens = f"、ポート {'・'.join(map(str, self.ports))} で待受け" if self.ports else ""
        return f"{self.name}（プロセス {'・'.join(map(str, self.pids[:5]))}{listens}）"


@dataclass(frozen=True, slots=True)
class Difference:
    """What runs, and what starts by itself, without being on the list; what the list names and is neither."""

    beyond: tuple[Running, ...]
    starting: tuple[str, ...]
    missing: tuple[str, ...]


def compare(home: Home, running: tuple[Running, ...] | None = None) -> Difference:
    """The difference; `Missing` when there is no list yet."""
    found, starting = survey() if running is None else running, registered()
    allowed = read_list(home)
    names = {each.name for each in found} | set(starting)
    return Difference(
        tuple(each for each in found if each.name not in allowed),
        tuple(name for name in starting if name not in allowed),
        tuple(sorted(allowed - names)),
    )


def read_list(home: Home) -> frozenset[str]:
    """The names on the list."""
    path = list_of(home)
    if not path.exists():
        raise Missing(
            "動いてよいソフトウェアの一覧がありません。",
            why=f"{path} がありません。",
            remedy="要るものだけが動いている時に `daicho software --write` で作り、見直してください。",
            code="software.no_list",
        )
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return frozenset(line for line in lines if line)


def write_list(home: Home, running: tuple[Running, ...] | None = None) -> Path:
    """Begin the list with what runs and starts now, for a person to look through; `Conflict` when there is one."""
    path = list_of(home)
    found = survey() if running is None else running
    text = "# 動いてよいソフトウェア。1行に1つの名前、# の後は覚え書き。要らないものを消してください。\n"
    text += "".join(f"{each.name}\n" for each in found)
    text += "".join(f"{name}  # 起動の登録\n" for name in registered())
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise Conflict(
            "動いてよいソフトウェアの一覧は、既にあります。",
            why="人が見直したものを上書きしません。",
            remedy=f"{path} を直接直してください。",
            code="software.list_exists",
        ) from None
    return path


def list_of(home: Home) -> Path:
    return home.root / "software.txt"


def survey() -> tuple[Running, ...]:
    """Every program of this machine that is not the kernel's own, by name. Processes that end meanwhile are left out."""
    listening = dict(_listening())
    pids: dict[str, list[int]] = {}
    ports: dict[str, set[int]] = {}
    for folder in _PROC.iterdir():
        if not folder.name.isdecimal() or int(folder.name) == os.getpid():
            continue
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            name = name_of([word.decode("utf-8", "replace") for word in words if word])
            own = {listening[inode] for inode in _sockets(folder) if inode in listening}
        except OSError:
            continue
        if name:
            pids.setdefault(name, []).append(int(folder.name))
            ports.setdefault(name, set()).update(own)
    return tuple(
        Running(name, tuple(sorted(pids[name])), tuple(sorted(ports[name])))
        for name in sorted(pids)
    )


def registered() -> tuple[str, ...]:
    """The file names of what this machine starts by itself, whether it runs now or not."""
    found = {path.name for pattern in _REGISTERED for path in _ROOT.glob(pattern)}
    return tuple(sorted(name for name in found if not name.startswith(".")))


def name_of(words: list[str]) -> str:
    """The program of a command line: its file's name, with the module or script that an interpreter runs; empty for none."""
    if not words:
        return ""
    # A server may write its state behind its name: `postgres: checkpointer`.
    program = Path(words[0].split(" ")[0].rstrip(":")).name.lstrip("-")
    if not program.startswith(_INTERPRETERS):
        return program
    rest = iter(words[1:])
    for word in rest:
        if word == "-m":
            return f"{program} -m {next(rest, '')}"
        if word == "-c":
            return f"{program} -c"
        if not word.startswith("-"):
            return f"{program} {Path(word).name}"
    return program


def _listening() -> Iterator[tuple[str, int]]:
    """(inode, port) of every TCP socket that listens."""
    for name in ("tcp", "tcp6"):
        path = _PROC / "net" / name
        if not path.exists():
            continue
        for line in path.read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == _LISTENS:
                yield fields[9], int(fields[1].rpartition(":")[2], 16)


def _sockets(folder: Path) -> Iterator[str]:
    """The inodes of a process's sockets; none where its files may not be seen."""
    try:
        for link in (folder / "fd").iterdir():
            target = os.readlink(link)  # no file: `socket:[inode]`
            if target.startswith("socket:["):
                yield target[8:-1]
    except OSError:
        return
