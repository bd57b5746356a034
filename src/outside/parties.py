"""Parties (当事者): who stands at an end of a line: a municipality's code and a node."""

from __future__ import annotations

from dataclasses import dataclass

URI = "urn:daicho:party:"
NATION_CODE = "000000"


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """`070009:prefecture`; in a certificate `urn:daicho:party:070009:prefecture`."""

    municipality: str
    node: str

    @classmethod
    def parse(cls, text: str) -> Party:
        """From `070009:prefecture`. ValueError for anything else."""
        municipality, colon, node = text.partition(":")
        if not (colon and node and len(municipality) == 6 and municipality.isascii()):
            raise ValueError(f"not a party: {text}")
        if not municipality.isdigit():
            raise ValueError(f"not a party: {text}")
        return cls(municipality, node)

    @classmethod
    def of_uri(cls, uri: str) -> Party:
        """From the URI of a certificate. ValueError for anything else."""
        if not uri.startswith(URI):
            raise ValueError(f"not a party's URI: {uri}")
        return cls.parse(uri.removeprefix(URI))

    @property
    def uri(self) -> str:
        return f"{URI}{self}"

    @property
    def folder(self) -> str:
        """The name of its folder of keys."""
        return f"{self.municipality}-{self.node}"

    @property
    def prefecture(self) -> str:
        """The two digits of its prefecture; `00` for the nation."""
        return self.municipality[:2]

    def as_json(self) -> dict[str, str]:
        return {"municipality": self.municipality, "node": self.node}

    def __str__(self) -> str:
        return f"{self.municipality}:{self.node}"


NATION = Party(NATION_CODE, "nation")
CARD_SYSTEM = Party(NATION_CODE, "card_system")
IMMIGRATION = Party(NATION_CODE, "immigration")


def cs_of(municipality: str) -> Party:
    """The 市町村CS of a municipality."""
    return Party(municipality, "municipal_cs")
