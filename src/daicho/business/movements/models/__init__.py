"""Models of movements."""

from daicho.business.movements.models.case import Case, CaseStep

__all__ = ["Case", "CaseStep"]
