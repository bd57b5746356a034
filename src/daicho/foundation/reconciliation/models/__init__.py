"""Models of reconciling."""

from daicho.foundation.reconciliation.models.run import Difference, Run, State

__all__ = ["Difference", "Run", "State"]
