"""Media (媒体): 送付先情報 that came on a medium, encrypted to 個人番号カード管理システム alone (age)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyrage import decrypt, x25519

from outside import clock, codec
from outside.actors.card_system import keep_dispatch
from outside.database import Database
from outside.parties import cs_of
from outside.problems import refuse
from outside.settings import Settings
from outside.spec import Spec


def ensure_key(settings: Settings) -> str:
    """The system's recipient (公開鍵) for media; its identity is made when there is none."""
    path = settings.media_key
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(str(x25519.Identity.generate()))
    return str(_identity(settings).to_public())


def take_medium(
    settings: Settings, spec: Spec, connection: Database, *, file: Path, municipality: str
) -> int:
    """Decrypt a medium and keep what is on it; returns how many people. Raises `Refusal`, or ValueError when it cannot be read."""
    try:
        plain = decrypt(file.read_bytes(), [_identity(settings)])
    except Exception as error:  # the library has one error of its own, with no name to catch
        raise ValueError("媒体を復号できません。") from error
    people = 0
    for body in _bodies(plain):
        codec.judge("dispatch.information", body, spec, made_at=clock.stamp())
        people += keep_dispatch(connection, body, sender=cs_of(municipality), way="medium")
    return people


def _bodies(plain: bytes) -> Iterator[Any]:
    """One body per line; an envelope around it may stay."""
    lines = [line for line in plain.decode("utf-8").splitlines() if line.strip()]
    if not lines:
        raise refuse("media.empty", "", "媒体に送付先情報がありません。")
    for line in lines:
        value = json.loads(line)
        yield value.get("body", value)


def _identity(settings: Settings) -> x25519.Identity:
    return x25519.Identity.from_str(settings.media_key.read_text().strip())
