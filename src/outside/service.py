"""The service (常駐): every party's door, and the sender, in one process."""

from __future__ import annotations

import logging
from dataclasses import replace
from threading import Thread

from outside.client import Caller
from outside.house import House, open_house
from outside.sender import Sender
from outside.server import Door
from outside.settings import Settings

log = logging.getLogger("outside")


class Service:
    """All doors and the sender of one house."""

    def __init__(self, house: House) -> None:
        self.house = house
        caller = Caller(house)
        self.sender = Sender(house, caller)
        self.doors = [
            Door(house, caller, party, listen) for party, listen in house.settings.listening.items()
        ]
        # A port that the system chose is known from here on.
        listening = {door.party: door.address for door in self.doors}
        house.settings = replace(house.settings, listening=listening)

    def start(self) -> None:
        """Open every door, then begin to send."""
        for door in self.doors:
            Thread(target=door.serve_forever, args=(0.1,), daemon=True).start()
            log.info("%s at %s", door.party, door.address)
        self.sender.start()

    def stop(self) -> None:
        """Close every door; what was stored goes on at the next start."""
        for door in self.doors:
            door.shutdown()
            door.server_close()
        self.sender.stop()
        self.house.pool.close()


def start(settings: Settings) -> Service:
    """Open the house and start everything."""
    service = Service(open_house(settings))
    service.start()
    return service
