"""Makers (作り直し): a request of a 符号 that was refused or stopped, made again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from daicho.foundation.lines.public import Maker
from daicho.gateways.identity.commands.ask_symbol import symbol_anew

MAKERS: Final[Mapping[str, Maker]] = {"symbol.request": symbol_anew}
