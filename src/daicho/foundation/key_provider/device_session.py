"""Device session (装置との接続): one login for each token and process, shared by its keys, one request at a time."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from threading import RLock
from typing import Any, TypeVar

import pkcs11

from daicho.foundation.key_provider.configuration import KeyAddress
from daicho.kernel.errors import Unavailable

Result = TypeVar("Result")
Failed = Callable[[pkcs11.PKCS11Error], Unavailable]

_WRONG_PIN = (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.PinLocked)
KEY_LOST = (pkcs11.NoSuchKey, pkcs11.MultipleObjectsReturned)
# A library is initialised once for the whole process: one lock for all that is asked of it.
_lock = RLock()
_sessions: dict[tuple[str, str], DeviceSession] = {}


def session_of(address: KeyAddress, *, pin: str) -> DeviceSession:
    """The session of this process with a token, logged in; `Unavailable` in words when that cannot be."""
    with _lock:
        key = (address.module, address.token)
        found = _sessions.setdefault(key, DeviceSession(*key))
        found.log_in(pin)
        return found


class DeviceSession:
    """Everything that this process asks of one token."""

    def __init__(self, module: str, token: str) -> None:
        self.module = module
        self.token = token
        self._pid = os.getpid()
        self._pin = ""
        self._wrong: set[bytes] = set()
        self._held: Any = None

    def log_in(self, pin: str) -> None:
        """Use this PIN from now on; `Unavailable` when it is not the token's."""
        with _lock:
            self._leave_parent()
            if pin != self._pin:
                self.close()
                self._pin = pin
            if self._held is None:
                self._open()

    def run(
        self, errand: Callable[[Any], Result], *, failed: Failed, writes: bool = False
    ) -> Result:
        """Do an errand with the open session; when the device fails, once more with a new one.

        `failed` says in words what it means that the device is there and yet will not.
        """
        with _lock:
            self._leave_parent()
            try:
                return self._once(errand, writes=writes)
            except pkcs11.PKCS11Error:
                self._restart()
            try:
                return self._once(errand, writes=writes)
            except KEY_LOST as error:
                raise _key_lost(str(error)) from error
            except pkcs11.PKCS11Error as error:
                self.close()
                raise failed(error) from error

    def close(self) -> None:
        """Let go of the session; the next request opens another."""
        if self._held is not None:
            with suppress(pkcs11.PKCS11Error):
                self._held.close()
        self._held = None

    def _once(self, errand: Callable[[Any], Result], *, writes: bool) -> Result:
        if self._held is None:
            self._open()
        if not writes:
            return errand(self._held)
        # A login is the token's, not the session's: this one shares it.
        with self._held.token.open(rw=True) as held:
            return errand(held)

    def _open(self) -> None:
        if _digest(self._pin) in self._wrong:
            raise _wrong_pin(self.token, "前に拒まれた PIN のため、装置には尋ねていません")
        try:
            self._held = self._find().open(user_pin=self._pin)
        except _WRONG_PIN as error:
            self._wrong.add(_digest(self._pin))
            raise _wrong_pin(self.token, type(error).__name__) from error
        except pkcs11.PKCS11Error as error:
            raise gone(error) from error

    def _restart(self) -> None:
        """Start the library again: it may list tokens at its start alone, and lose its way when a device was away."""
        for (module, _), session in _sessions.items():
            if module == self.module:
                session.close()
        with suppress(pkcs11.PKCS11Error):
            _library(self.module).reinitialize()

    def _find(self) -> Any:
        library = _library(self.module)
        try:
            return library.get_token(token_label=self.token)
        except pkcs11.PKCS11Error:
            self._restart()
        try:
            return library.get_token(token_label=self.token)
        except (pkcs11.NoSuchToken, pkcs11.MultipleTokensReturned) as error:
            raise Unavailable(
                "鍵を入れた装置が見つかりません。",
                why=f"{self.token} という名の装置が、ないか、一つに決まりません。",
                remedy="装置の接続と、設定の token の名を確かめてください。",
                code="key.token_missing",
            ) from error

    def _leave_parent(self) -> None:
        """After a fork: sessions belong to the process that opened them."""
        if self._pid != os.getpid():
            self._pid, self._held = os.getpid(), None
            with suppress(pkcs11.PKCS11Error):
                _library(self.module).reinitialize()


def gone(error: pkcs11.PKCS11Error) -> Unavailable:
    """In words: the device is not there, or does not answer as it should."""
    return Unavailable(
        "鍵を入れた装置が応答しません。",
        why=f"装置の答え: {type(error).__name__}。",
        remedy="装置の電源と接続を確かめ、もう一度行ってください。送るものは消えていません。",
        code="key.device_gone",
    )


def _library(module: str) -> Any:
    try:
        return pkcs11.lib(module)
    except (pkcs11.PKCS11Error, OSError) as error:
        raise Unavailable(
            "鍵を入れた装置のライブラリーを使えません。",
            why=f"{module} を読み込めません。",
            remedy="装置の付属ソフトを入れ、設定の module の場所を確かめてください。",
            code="key.module_missing",
        ) from error


def _key_lost(why: str) -> Unavailable:
    return Unavailable(
        "装置の鍵を使えません。",
        why=why,
        remedy="鍵の名と装置を確かめてください。新しい鍵は自動では作りません。",
        code="key.missing",
    )


def _wrong_pin(token: str, answer: str) -> Unavailable:
    return Unavailable(
        f"装置 {token} の暗証番号 (PIN) が違うか、ロックされています。",
        why=f"装置の答え: {answer}。",
        remedy="secrets/ の PIN を直してから、プロセスを起動し直してください。続けて間違えると装置がロックされます。",
        code="key.pin",
    )


def _digest(pin: str) -> bytes:
    return sha256(pin.encode()).digest()
