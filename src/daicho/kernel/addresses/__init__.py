"""Addresses (住所): municipalities, towns (町字) with kana and postal codes, and the written
address.
"""

from daicho.kernel.addresses.address import Address, read_address
from daicho.kernel.addresses.banchi import Banchi, read_banchi
from daicho.kernel.addresses.folding import fold_place
from daicho.kernel.addresses.municipalities import (
    Municipality,
    municipalities,
    municipality_of,
    prefectures,
    search_municipalities,
)
from daicho.kernel.addresses.towns import (
    Town,
    search_by_heads,
    search_towns,
    towns_by_postal_code,
    towns_of,
)

__all__ = [
    "Address",
    "Banchi",
    "Municipality",
    "Town",
    "fold_place",
    "municipalities",
    "municipality_of",
    "prefectures",
    "read_address",
    "read_banchi",
    "search_by_heads",
    "search_municipalities",
    "search_towns",
    "towns_by_postal_code",
    "towns_of",
]
