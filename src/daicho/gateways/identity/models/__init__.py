"""Models of 本人確認."""

from daicho.gateways.identity.models.number_change import NumberChange
from daicho.gateways.identity.models.symbol import SymbolRequest
from daicho.gateways.identity.models.verification import Verification

__all__ = ["NumberChange", "SymbolRequest", "Verification"]
