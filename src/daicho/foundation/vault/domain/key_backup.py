"""Key backup (鍵の控え): key files in one text, sealed with a passphrase (scrypt, AES-256-GCM)."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from daicho.kernel.errors import Invalid, Problem

FORMAT = "daicho-keys-1"
SHORTEST = 12
# 64 MiB and some tenths of a second for each guess.
_N, _R, _P = 2**16, 8, 1


def seal_files(files: Mapping[str, str], passphrase: str) -> str:
    """The files by name as a JSON text; `Invalid` for a passphrase shorter than `SHORTEST`."""
    if len(passphrase) < SHORTEST:
        raise _invalid(
            "passphrase_short",
            f"合言葉が短すぎます。{SHORTEST} 文字以上にしてください。",
        )
    salt, nonce = os.urandom(16), os.urandom(12)
    clear = json.dumps(dict(files), ensure_ascii=False, sort_keys=True).encode()
    sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, clear, FORMAT.encode())
    told = {"salt": salt, "nonce": nonce, "sealed": sealed}
    text = {"format": FORMAT} | {name: b64encode(part).decode() for name, part in told.items()}
    return json.dumps(text, indent=1) + "\n"


def open_files(text: str, passphrase: str) -> dict[str, str]:
    """The files again; `Invalid` when the passphrase is wrong or the text is damaged or of another kind."""
    try:
        told = json.loads(text)
        salt, nonce, sealed = (b64decode(told[name]) for name in ("salt", "nonce", "sealed"))
        if told["format"] != FORMAT:
            raise ValueError(told["format"])
        clear = AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed, FORMAT.encode())
    except (ValueError, KeyError, TypeError) as error:
        raise _invalid("backup_unreadable", "鍵の控えではないか、壊れています。") from error
    except InvalidTag as error:
        raise _invalid("passphrase_wrong", "合言葉が違うか、控えが壊れています。") from error
    files: dict[str, str] = json.loads(clear)
    if any("/" in name or name.startswith(".") for name in files):
        raise _invalid("backup_unreadable", "鍵の控えではありません。")
    return files


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_N, r=_R, p=_P).derive(passphrase.encode())


def _invalid(code: str, what: str) -> Invalid:
    return Invalid([Problem(f"keys.{code}", "passphrase", what)])
