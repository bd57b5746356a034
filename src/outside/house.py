"""The house (一式): what every part of the process works with: settings, definitions, database, trust, keys, contexts."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event, Lock

from outside import database, spec
from outside.database import Pool
from outside.parties import Party
from outside.settings import Settings
from outside.signing import Signer, signer_of
from outside.spec import Spec
from outside.tls import Contexts
from outside.trust import Trust


@dataclass
class House:
    """One process's things. `wake` tells the sender that something waits."""

    settings: Settings
    spec: Spec
    pool: Pool
    trust: Trust
    wake: Event = field(default_factory=Event)
    _signers: dict[Party, tuple[int, Signer]] = field(default_factory=dict)
    _contexts: dict[Party, Contexts] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def signer(self, party: Party) -> Signer:
        """A party's signing key, read again when its certificate is renewed. FileNotFoundError when it is not played here."""
        read_at = self.settings.file(party, "sign.pem").stat().st_mtime_ns
        with self._lock:
            known = self._signers.get(party)
            if known is None or known[0] != read_at:
                known = self._signers[party] = (read_at, signer_of(self.settings, party))
            return known[1]

    def contexts(self, party: Party) -> Contexts:
        """A party's TLS contexts."""
        with self._lock:
            if party not in self._contexts:
                self._contexts[party] = Contexts(self.settings, party)
            return self._contexts[party]


def open_house(settings: Settings, definitions: Spec | None = None) -> House:
    """Read the definitions, open the database and bring its schema to the newest edition."""
    definitions = definitions or spec.load(settings.messages)
    pool = database.open_pool(settings.database)
    database.migrate(pool)
    return House(settings, definitions, pool, Trust(settings))
