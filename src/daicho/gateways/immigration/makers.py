"""Makers (作り直し): a 市町村通知 that the agency sent back, made again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from daicho.foundation.lines.public import Maker
from daicho.gateways.immigration.commands.tell_again import made_anew

MAKERS: Final[Mapping[str, Maker]] = {"immigration.municipal": made_anew}
