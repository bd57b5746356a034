"""Verification (証明書の照合): a receiver's check of a sheet against a list that says nothing without the sheet.

Everything about one sheet hangs on its code (照合番号): the line's name, the key that seals the line and the keys of
the two digests are derived from it by HKDF. The code stands on the sheet alone; the town keeps it nowhere in clear.
The page that reads the list (`outside/verify.js`) does the same steps and shares no code with this file.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
import unicodedata
from base64 import b64encode
from dataclasses import dataclass
from datetime import date

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = "daicho-verification-1"
# 23 letters, a prime: no 0/O, 1/I/L, 2/Z, 5/S, 6/G, 8/B or U/V pair is in it.
LETTERS = "2346789ACDEFHJKMNPRTWXY"
LENGTH = 20
GROUP = 4
# Lines of one length: neither the kind of a sheet nor the length of its number shows.
PADDED = 384
_NONCE = 12
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SEPARATORS = re.compile(r"[\s\-‐‑–—−ー]")


@dataclass(frozen=True, slots=True)
class Printed:
    """What of a sheet its receiver may check; `name` and `born_on` as printed, of the first person."""

    number: str
    kind: str
    issued_on: date
    pages: int
    name: str
    born_on: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: its name, and the rest sealed (Base64)."""

    lookup: str
    sealed: str


def new_code() -> str:
    """A fresh code in groups of four: 19 random letters (86 bits) and the check letter."""
    body = "".join(secrets.choice(LETTERS) for _ in range(LENGTH - 1))
    return grouped(body + check_letter(body))


def check_letter(body: str) -> str:
    """The last letter: weights 2 to 20 modulo 23, so that one wrong letter or two swapped ones show."""
    total = sum(LETTERS.index(letter) * weight for weight, letter in enumerate(body, 2))
    return LETTERS[-total % len(LETTERS)]


def grouped(letters: str) -> str:
    """As printed: groups of four."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def read_code(typed: str) -> str | None:
    """The 20 letters of what was typed, however wide, small or grouped; None when it cannot be a code."""
    letters = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)).upper()
    if len(letters) != LENGTH or any(letter not in LETTERS for letter in letters):
        return None
    return letters if check_letter(letters[:-1]) == letters[-1] else None


def folded(text: str) -> str:
    """What is compared of a printed field: one width, no spaces, no variation selectors (IVS), capitals."""
    plain = _VARIATION.sub("", unicodedata.normalize("NFKC", text))
    return re.sub(r"\s", "", plain).upper()


def lookup_of(letters: str) -> str:
    """The name of a code's line, in hexadecimal."""
    return _derive(letters, "lookup", 16).hex()


def digest_of(letters: str, *, field: str, text: str) -> str:
    """The keyed digest of one printed field, in hexadecimal."""
    return hmac.new(_derive(letters, field), folded(text).encode(), "sha256").hexdigest()


def seal_line(code: str, printed: Printed) -> Line:
    """The line of one sheet. `ValueError` when `code` is not a code."""
    letters = read_code(code)
    if letters is None:
        raise ValueError("not a verification code")
    told = {
        "number": printed.number,
        "kind": printed.kind,
        "issued_on": printed.issued_on.isoformat(),
        "pages": printed.pages,
        "name": digest_of(letters, field="name", text=printed.name),
        "born_on": digest_of(letters, field="born_on", text=printed.born_on),
    }
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    plain = plain.ljust(-(-len(plain) // PADDED) * PADDED)
    nonce = secrets.token_bytes(_NONCE)
    lookup = lookup_of(letters)
    sealed = AESGCM(_derive(letters, "seal")).encrypt(nonce, plain, lookup.encode())
    return Line(lookup, b64encode(nonce + sealed).decode())


def list_text(
    lines: list[tuple[Line, bool]], *, town: str, made_on: date, issued_from: date
) -> str:
    """The list as JSON Lines: a heading, then every line by its name (not by day); True marks a spoiled sheet."""
    heading = {
        "format": FORMAT,
        "town": town,
        "made_on": made_on.isoformat(),
        "issued_from": issued_from.isoformat(),
    }
    rows: list[dict[str, object]] = [dict(heading)]
    for line, void in sorted(lines, key=lambda one: one[0].lookup):
        rows.append({"id": line.lookup, "sealed": line.sealed, "void": void})
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _derive(letters: str, purpose: str, length: int = 32) -> bytes:
    key = HKDF(algorithm=SHA256(), length=length, salt=FORMAT.encode(), info=purpose.encode())
    return key.derive(letters.encode())
