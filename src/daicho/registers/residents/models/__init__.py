"""Models of the register: persons, records, changes, versions, and what is derived for searching."""

from daicho.registers.residents.models.change import Change
from daicho.registers.residents.models.household import HouseholdNumber
from daicho.registers.residents.models.memo import MemoLine
from daicho.registers.residents.models.person import Person, ResidentRecord
from daicho.registers.residents.models.saved_query import SavedQuery
from daicho.registers.residents.models.search import SearchName, SearchPlace
from daicho.registers.residents.models.version import Version

__all__ = [
    "Change",
    "HouseholdNumber",
    "MemoLine",
    "Person",
    "ResidentRecord",
    "SavedQuery",
    "SearchName",
    "SearchPlace",
    "Version",
]
