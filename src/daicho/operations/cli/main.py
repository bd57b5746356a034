"""Main (入口): the `daicho` command, which loads only the file of the command that is run."""

from __future__ import annotations

import ast
import os
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import click
import django

from daicho.kernel.errors import DaichoError, Invalid
from daicho.operations.home import choose_home
from daicho.operations.node import check_has_database, variables
from daicho.operations.progress import problems

_FOLDER = Path(__file__).parent
_NOT_COMMANDS = {"__init__", "main"}
# What may be asked of a home that has no database.
_WITHOUT_DATABASE = {"gateway", "pki", "stop"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a command without importing it."""

    module: str
    summary: str
    role: str | None


def entry_of(path: Path) -> Entry:
    """Read a command's file: its docstring's first line and its `ROLE`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    summary = (ast.get_docstring(tree) or "").partition("\n")[0]
    roles = [
        node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        and any(isinstance(name, ast.Name) and name.id == "ROLE" for name in node.targets)
    ]
    return Entry(module=path.stem, summary=summary, role=roles[0] if roles else None)


def _entries() -> dict[str, Path]:
    return {
        path.stem.rstrip("_").replace("_", "-"): path
        for path in sorted(_FOLDER.glob("*.py"))
        if path.stem not in _NOT_COMMANDS
    }


class Commands(click.Group):
    """A group whose commands are the files of this folder."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_entries()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        path = _entries().get(cmd_name)
        if path is None:
            return super().get_command(ctx, cmd_name)
        entry = entry_of(path)
        home = choose_home()
        if entry.module not in _WITHOUT_DATABASE:
            check_has_database(home)
        os.environ["DAICHO_HOME"] = str(home.root)
        for name, value in variables(home).items():
            os.environ.setdefault(name, value)
        if entry.role is not None:
            os.environ["DAICHO_ROLE"] = entry.role
            django.setup()
        command = import_module(f"{__package__}.{entry.module}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # From the files' first lines: importing every command would load all of Daicho.
        files = _entries()
        rows = [(name, entry_of(files[name]).summary) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Daicho (台帳): a resident register for Japanese municipalities.

    `./daicho up` starts everything on this machine with an invented town; `./daicho test` proves
    it. Everything is kept in DAICHO_HOME (.daicho beside the program unless you say otherwise).
    """


def main() -> None:
    """Run the command; an error we foresaw is a sentence and exit code 1, misuse is 2."""
    try:
        command(prog_name="./daicho")
    except DaichoError as error:
        wrong = error.problems if isinstance(error, Invalid) else (error,)
        for each in wrong:
            problems.print(each.message, markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
