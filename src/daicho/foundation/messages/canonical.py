"""Canonical JSON (電文の符号化): keys by code point, no white space, UTF-8, whole numbers only."""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def encode(value: Any) -> bytes:  # Any: what JSON holds
    """The one form of a value. ValueError (or TypeError) for what the line cannot carry."""
    _refuse_floats(value)
    return _written(value)


def _written(value: Any) -> bytes:
    return _ENCODER.encode(value).encode("utf-8")


def decode(raw: bytes) -> Any:
    """The value of bytes in the one form. ValueError for anything else, other forms of the same value among them."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_float=_no_number, parse_constant=_no_number)
        # What was read has texts for keys, and no number but whole ones.
        same = _written(value) == raw
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not same:
        raise ValueError("not the one form of this value")
    return value


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"no whole number: {text[:20]}")


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("a number of the line is whole")
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("a key is text")
        for each in value.values():
            # Most of what a message holds, and never refused: whole populations pass here.
            if type(each) is not str:
                _refuse_floats(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _refuse_floats(each)
