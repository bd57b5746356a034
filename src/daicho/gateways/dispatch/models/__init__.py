"""Models of 送付先情報: wishes and what became of them; never the content of a message."""

from daicho.gateways.dispatch.models.arrangement import Arrangement
from daicho.gateways.dispatch.models.posting import Posting
from daicho.gateways.dispatch.models.roman_name import RomanName
from daicho.gateways.dispatch.models.target import UnmatchedTarget
from daicho.gateways.dispatch.models.wish import Wish

__all__ = ["Arrangement", "Posting", "RomanName", "UnmatchedTarget", "Wish"]
