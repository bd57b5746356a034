"""Models of movements."""

from daicho.business.movements.models.bulk import BulkCase, BulkLine, BulkRow, BulkStep
from daicho.business.movements.models.case import Case, CaseStep
from daicho.business.movements.models.immigration import ImmigrationMessage, ImmigrationNotice

__all__ = [
    "BulkCase",
    "BulkLine",
    "BulkRow",
    "BulkStep",
    "Case",
    "CaseStep",
    "ImmigrationMessage",
    "ImmigrationNotice",
]
